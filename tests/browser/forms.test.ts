import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { onStage } from '../support/browser.js'
import { drag, formId, until, words } from './hands.js'

onStage('what an admin makes of forms', scene => {
  scene('an admin clicks and drags fields onto a new form, names and orders them, and publishes', async ({ person }) => {
    const { page } = await person('admin')
    // given a new form
    await page.goto('/')
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '渠道', exact: true }).click()
    await page.getByRole('grid', { name: '渠道客户' }).waitFor()
    await page.getByRole('button', { name: '新建表单' }).click()
    const sheet = page.getByRole('dialog', { name: '新建表单' })
    await sheet.getByRole('textbox').fill('展会反馈')
    await sheet.getByRole('button', { name: '创建' }).click()

    // when fields are clicked and dragged onto it
    const kinds = page.getByRole('searchbox', { name: '搜字段或拼音首字母' })
    await kinds.waitFor()
    await page.getByTitle('单行文本', { exact: true }).click()
    await rename(page, '单行文本', '展位')
    await page.getByTitle('数字', { exact: true }).click()
    await rename(page, '数字', '接待人数')
    const number = (await cell(page, '接待人数').boundingBox())!
    await drag(page, page.getByTitle('日期', { exact: true }), [number.x + 40, number.y + number.height + 20])
    await rename(page, '日期', '哪一天')
    await page.getByTitle('单选', { exact: true }).click()
    await rename(page, '单选', '意向')
    expect(await cells(page)).toEqual(['展位', '接待人数', '哪一天', '意向'])

    // when the last goes to the front by keyboard, and the first must be filled
    await cell(page, '意向').click({ position: { x: 6, y: 6 } })
    for (let step = 0; step < 6; step++) await page.keyboard.press('Alt+ArrowUp')
    await until(
      order => order[0] === '意向',
      () => cells(page),
    )
    await cell(page, '展位').click({ position: { x: 6, y: 6 } })
    await page.getByRole('toolbar', { name: '字段操作' }).getByRole('button', { name: '必填' }).click()
    await page.getByText('已保存').first().waitFor()
    await page.getByRole('button', { name: '发布', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: '发布第 1 版' })
    await dialog.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByRole('dialog', { name: '已发布' }).getByRole('button', { name: '打开表单' }).click()
    await page.getByRole('heading', { name: '展会反馈', level: 1 }).waitFor()
  })

  scene('somebody fills it in, and the list shows it', async ({ person }) => {
    const { page } = await person('admin')
    await page.getByRole('link', { name: '新建', exact: true }).first().click()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByText('请填写展位').waitFor()
    await page.getByLabel('展位').fill('3 号馆 B12')
    await page.getByLabel('接待人数').fill('46')
    await page.getByRole('textbox', { name: '哪一天' }).fill('2026-11-20')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('heading', { name: '已提交' }).waitFor()
    await page
      .getByRole('link', { name: /查看记录|返回|展会反馈/ })
      .first()
      .click()
    await page.screenshot({ path: '/tmp/bt-f1.png' })
    const row = page.getByRole('grid', { name: '展会反馈' }).getByRole('row').filter({ hasText: '3 号馆 B12' })
    expect(await words(row)).toContain('46')
    expect(await words(row)).toContain('2026-11-20')
  })

  scene('a threshold is changed, tried on a sample, held by its example, and published', async ({ person }) => {
    const { page } = await person('admin')
    await page.goto(`/forms/${await formId(page)}/rules`)
    const grade = page.locator('section', { has: page.getByRole('heading', { name: '规则评级', exact: true }) }).last()
    const publish = page.getByRole('button', { name: '发布', exact: true })

    // when grade A asks for 80 万 instead of 50 万
    await grade.getByRole('button', { name: '年采购额: 50 万元' }).click()
    await page.getByRole('textbox', { name: '年采购额' }).fill('80万')
    await page.keyboard.press('Enter')
    await grade.getByRole('button', { name: '年采购额: 80 万元' }).waitFor()

    // then a customer with 60 万 would be a B
    const trial = page.getByRole('region', { name: '试算' })
    await trial.getByRole('radio', { name: '自己填' }).click()
    const sheet = page.getByRole('dialog', { name: '填几个值试试' })
    // who comes in sees plain digits instead of 860,000
    await sheet.getByLabel('年采购额').focus()
    await sheet.getByLabel('年采购额').fill('600000')
    await sheet.getByLabel('门店数').fill('3')
    await sheet.getByRole('radiogroup', { name: '预计采购时间' }).getByText('3 个月内').click()
    await sheet.getByRole('button', { name: '试算' }).click()
    const row = trial.getByRole('row').filter({ hasText: '60 万元' }).filter({ hasText: '规则评级' })
    await row.first().waitFor()
    expect(await words(row.first())).toContain('没有达到 80 万元')
    expect(await words(trial.getByRole('table'))).toMatch(/规则评级 3 命中.* B/)

    // and the example that says otherwise keeps the draft from being published until somebody decides
    const examples = page.getByRole('region', { name: '示例' })
    await examples.getByText('4/5 通过，发布时必须全部通过').waitFor()
    expect(await publish.getAttribute('aria-disabled')).toBe('true')
    await examples.getByRole('button', { name: '改期望为B' }).click()
    await examples.getByText('5/5 通过，发布时必须全部通过').waitFor()
    await publish.and(page.locator('[aria-disabled=false]')).click()
    await page.getByText('已发布 v2，之后的每次保存都按它计算').waitFor()
  })

  scene('60 rows, 5 of them faulty: 55 come in, the others are named with reasons', async ({ person }) => {
    const { page } = await person('manager')
    const form = await formId(page)
    await page.goto(`/forms/${form}`)
    await page.getByRole('link', { name: '导入' }).click()
    await page
      .getByLabel('选择文件')
      .and(page.locator('input'))
      .setInputFiles({ name: '展会名单.csv', mimeType: 'text/csv', buffer: table() })

    // given columns that found their fields by name
    await page.getByText('已对应 6/6 列').waitFor()
    await page.getByRole('button', { name: '检查数据' }).click()
    await page.getByRole('heading', { name: '55 行可以导入，5 行有问题' }).waitFor()
    const faults = page.getByRole('table').getByRole('row')
    expect(await faults.count()).toBe(6)
    const reasons = await words(page.getByRole('table'))
    for (const reason of ['请填写联系人', '所在地区没有“月球”这个选项', '请填写客户名称', '少了 9 位', '请填写行业'])
      expect(reasons).toContain(reason)

    // when the good ones are imported
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载有问题的行' }).click()
    expect(
      readFileSync((await (await download).path())!, 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(6)
    await page.getByRole('button', { name: '导入没问题的 55 行' }).click()
    await page.getByRole('heading', { name: '已导入 55 条记录' }).waitFor()
    await page.getByRole('link', { name: '查看记录' }).click()
    await page.getByRole('gridcell', { name: '展会客户 60' }).waitFor()
  })
})

/** 60 customers; of every twelfth something is wrong. */
function table(): Buffer {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const n = index + 1
    const row = [`展会客户 ${n}`, '王先生', `137${String(n).padStart(8, '0')}`, '华东', '烘焙', String(n * 1000)]
    if (n % 12 === 1) row[n % 5] = ['', '', '12', '月球', ''][n % 5]!
    return row
  })
  return Buffer.from(
    [['客户名称', '联系人', '手机号', '所在地区', '行业', '年采购额'], ...rows].map(row => row.join(',')).join('\r\n'),
  )
}

/** The fields in the order of the sheet. */
const cells = (page: Page): Promise<string[]> =>
  page.locator('[data-cell]').evaluateAll(groups => groups.map(group => group.getAttribute('aria-label') ?? ''))
const cell = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true })

/** The label of a field is a text that is typed over where it stands. */
async function rename(page: Page, from: string, to: string): Promise<void> {
  await cell(page, from).getByRole('button', { name: '标题' }).click()
  await cell(page, from).getByRole('textbox', { name: '标题' }).fill(to)
  await page.keyboard.press('Enter')
  await cell(page, to).waitFor()
}
