import type { Page } from 'playwright-core'
import { onStage } from '../support/browser.js'
import { formId, inInbox, pick, words } from './hands.js'

onStage('signing in and being refused', scene => {
  scene('a wrong password is told in one sentence, the right one opens the page that was asked for', async ({ person }) => {
    const stranger = await person(undefined)
    const { page } = stranger
    stranger.expectTrouble(/status of 401 .*\/api\/v1\/session$/)
    // given a link to a page inside
    await page.goto('/notifications')
    await page.getByRole('textbox', { name: '账号' }).fill('support')
    await page.getByLabel('密码', { exact: true }).fill('wrong')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('账号或密码不对。').waitFor()
    expect(await page.getByRole('textbox', { name: '账号' }).inputValue()).toBe('support')

    await page.getByLabel('密码', { exact: true }).fill('formloom')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { name: '通知', level: 1 }).waitFor()
    await page.getByRole('link', { name: '我的' }).waitFor()
  })

  scene('the demo accounts are one tap away, and so is the way out', async ({ person }) => {
    const { page } = await person(undefined, { phone: true })
    await page.goto('/')
    await page
      .getByRole('region', { name: '演示账号' })
      .getByRole('button', { name: /陈立群/ })
      .tap()
    await page.getByRole('heading', { name: /，立群$|，陈立群$/, level: 1 }).waitFor()
    // and out again
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '我的' }).tap()
    await page.getByRole('button', { name: '退出登录' }).tap()
    await page.getByRole('region', { name: '演示账号' }).waitFor()
  })

  scene('a session that ended asks for the password again, and what was typed is still there', async ({ person, server }) => {
    const manager = await person('manager')
    const { page } = manager
    manager.expectTrouble(/status of 401/)
    const form = await formId(page)
    await page.goto(`/forms/${form}/new`)
    await page.getByLabel('客户名称').fill('绍兴越味轩')
    await page.getByLabel('联系人').fill('孙一帆')
    await page.getByLabel('手机号').fill('13757512345')
    await pick(page, '所在地区', '华东')
    await pick(page, '行业', '烘焙')

    // when 31 days pass and he sends it (the page may have noticed before him, and covers the button)
    await server.advance('P31D')
    await page.getByRole('button', { name: '提交', exact: true }).dispatchEvent('click')

    // then he signs in on top of the page
    const again = page.getByRole('dialog', { name: '请重新登录' })
    await again.getByLabel('密码').fill('formloom')
    await again.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('已登录，可以继续').waitFor()
    expect(await page.getByLabel('客户名称').inputValue()).toBe('绍兴越味轩')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('heading', { name: '已提交' }).waitFor()
  })

  scene('two tabs decide one task: the second is told who was faster, and keeps its words', async ({ person }) => {
    const manager = await person('manager')
    manager.expectTrouble(/status of 409/, /ERR_FAILED .*\/api\/v1\/events/)
    const { page: first, context } = manager
    await first.goto('/tasks')
    const row = inInbox(first).filter({ hasText: '经理核定 A 级' }).first()
    await row.click()
    await first.getByRole('button', { name: '同意', exact: true }).last().waitFor()
    await first.waitForURL(/\/tasks\/.+/)
    const second = await context.newPage()
    // the second hears nothing of what happens meanwhile
    await second.route('**/api/v1/events', route => route.abort())
    await second.goto(first.url())
    await second.getByRole('textbox', { name: '意见' }).fill('等下一季再看')

    // when the first agrees and the second refuses
    await first.getByRole('button', { name: '同意', exact: true }).last().click()
    await first.getByText(/：同意$/).waitFor()
    await second.getByRole('button', { name: /^拒绝/ }).click()

    // then the second sees what happened, and its own words are not lost
    const told = second.getByRole('status').filter({ hasText: '你写的意见没有提交：等下一季再看' })
    await told.waitFor()
    expect(await words(told)).toMatch(/^你已于.* 同意/)
    await second.close()
  })

  scene('a record that is not there, or not his to see, is told in words', async ({ person }) => {
    const admin = await person('admin')
    const form = await formId(admin.page)
    admin.expectTrouble(/status of 404/)
    await admin.page.goto(`/forms/${form}/records/01jd0000000000000000000000`)
    await admin.page.getByText('这条记录已经不在了，或者你没有查看它的权限。').waitFor()

    // given a customer of the other sales department
    await admin.page.goto(`/forms/${form}`)
    await admin.page
      .getByRole('gridcell', { name: /赵启航|孙亦凡|徐子墨/ })
      .first()
      .dblclick()
    await admin.page.getByRole('complementary', { name: '记录预览' }).getByRole('link', { name: '打开整页' }).click()
    await admin.page.getByRole('tablist', { name: '记录的内容' }).waitFor()
    const sales = await person('sales')
    sales.expectTrouble(/status of 404/)
    await sales.page.goto(admin.page.url())
    await sales.page.getByText('这条记录已经不在了，或者你没有查看它的权限。').waitFor()
  })

  scene('in English no Chinese word of ours is left', async ({ person }) => {
    const { page } = await person('support')
    const form = await formId(page)
    const data: string[] = []
    page.on('response', async answer => {
      if (answer.url().includes('/api/v1/')) data.push(...texts(await answer.json().catch(() => null)))
    })
    await page.goto('/me')
    await page.getByRole('radiogroup', { name: '语言' }).getByText('English').click()
    await page.getByText('Language', { exact: true }).waitFor()
    const left: Record<string, string[]> = {}
    // 中文 is how the way back is called
    for (const [path, sign] of [
      ['/me', 'Sign out'],
      ['/', 'Waiting for my approval'],
      ['/tasks', 'To do'],
      [`/forms/${form}`, 'Filter'],
      [`/forms/${form}/new`, 'Submit'],
      ['/notifications', 'Notifications'],
    ] as const) {
      await page.goto(path)
      await page.getByText(sign, { exact: true }).locator('visible=true').first().waitFor()
      left[path] = (await chineseOf(page)).filter(word => !isData(word, ['中文', ...data]))
    }
    expect(left).toEqual(Object.fromEntries(Object.keys(left).map(path => [path, []])))
  })
})

/** All strings in what the server answered: what people wrote, and names that the app brings. */
const texts = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(texts) : []

/** Data itself, a piece of it (initials), or a sentence of ours around it. */
const isData = (word: string, data: string[]): boolean =>
  data.some(each => each.includes(word)) ||
  !/[\u4e00-\u9fff]/.test(
    [...data].sort((a, b) => b.length - a.length).reduce((rest, each) => (each ? rest.replaceAll(each, '') : rest), word),
  )

/** Words of the page that hold Chinese. */
const chineseOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (/[\u4e00-\u9fff]/.test(node.textContent ?? '') && node.parentElement?.checkVisibility())
        words.push(node.textContent!.trim())
    return [...new Set(words)]
  })
