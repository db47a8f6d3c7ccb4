import type { Locator, Page } from 'playwright-core'
import { onStage } from '../support/browser.js'
import { accountOf, fact, pick, until, untilNumber, words } from './hands.js'
import { markOf } from './mark.js'
import { isCodeOf } from './qr.js'

/** The customer of this story. 32 stores of a chain: grade A by rule, so a manager has to agree. */
const customer = { company: '宁波大象茶餐厅', contact: '方志远', phone: '13957410086', stores: '32', purchase: '1280000' }

onStage(
  '渠道客户, from the QR code to the first follow-up',
  scene => {
    let address: string
    let receipt: string
    let record: string
    let instance: string
    let owner: string

    scene('the manager takes the link of 线下活动 from its page', async ({ person, server }) => {
      const { page } = await person('manager')
      // given the list of customers
      await page.goto('/')
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '渠道', exact: true }).click()
      await page
        .getByRole('navigation', { name: '渠道客户管理' })
        .getByRole('link', { name: /渠道客户/ })
        .click()
      await page.getByRole('link', { name: '收集二维码' }).click()

      // when he copies the address of the link
      await page.getByRole('button', { name: /^线下活动/ }).click()
      const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: '线下活动' }) })
      await card.getByRole('button', { name: '复制地址' }).click()
      await page.getByText('已复制地址').waitFor()

      // then it is the one in the code that hangs at the stand
      const link = await page.evaluate(() => navigator.clipboard.readText())
      expect(link).toMatch(new RegExp(`^${server.url}/f/[\\w-]{20,}$`))
      expect(await isCodeOf(card.getByRole('img', { name: '线下活动的二维码' }), link)).toBe(true)
      expect(await isCodeOf(card.getByRole('img', { name: '线下活动的二维码' }), `${link}x`)).toBe(false)
      address = `${link}?channel=${encodeURIComponent('线下活动')}`
    })

    scene('a stranger fills it in on a phone; a reload takes nothing away', async ({ person }) => {
      const { page } = await person(undefined, { phone: true })
      // given the form behind the code
      await page.goto(address)
      await page.getByRole('heading', { name: '渠道客户', level: 1 }).waitFor()
      await page.getByLabel('客户名称').fill(customer.company)
      await page.getByLabel('联系人').fill(customer.contact)
      await page.getByLabel('手机号').fill(customer.phone)
      await pick(page, '所在地区', '华东')
      await pick(page, '行业', '连锁餐饮')
      await page.getByText('已自动保存').waitFor()

      // when the page is loaded anew
      await page.reload()

      // then everything is still there, and the rest can be filled
      await page.getByText(/^已恢复.*未提交的内容$/).waitFor()
      expect(await page.getByLabel('客户名称').inputValue()).toBe(customer.company)
      await page.getByRole('button', { name: '行业 连锁餐饮' }).waitFor()
      await page.getByLabel('门店数').fill(customer.stores)
      await page.getByLabel('年采购额').fill(customer.purchase)
      await page.getByRole('radiogroup', { name: '预计采购时间' }).getByText('3 个月内').tap()
      await page.getByText('可以提交了').waitFor()
      expect(await overflowing(page)).toBe(0)
    })

    scene('two taps on 提交 make one customer and one receipt', async ({ person }) => {
      const { page } = await person(undefined, { phone: true })
      // when the stranger taps twice
      await page.getByRole('button', { name: '提交', exact: true }).dblclick()

      // then the receipt says a number and what comes next
      await page.getByRole('heading', { name: '已收到您的登记' }).waitFor()
      await page.getByText(/^QD-\d{8}-\d{4}$/).waitFor()
      await page.getByRole('listitem').filter({ hasText: '经理核定 A 级' }).filter({ hasText: '进行中' }).waitFor()
      receipt = page.url()

      const manager = await person('manager')
      await manager.page.goto('/')
      await openCustomers(manager.page)
      await search(manager.page, customer.company)
      await untilNumber(1, () => manager.page.getByRole('gridcell', { name: customer.company }).count())
    })

    scene('the record says where it comes from, its class, its grade, and why', async ({ person }) => {
      const { page } = await person('manager')
      await page.getByRole('gridcell', { name: customer.company }).dblclick()
      await page.getByRole('complementary', { name: '记录预览' }).getByRole('link', { name: '打开整页' }).click()
      await page.getByRole('heading', { name: customer.company, level: 1 }).waitFor()
      record = page.url()

      expect(await fact(page, '来源渠道')).toBe('线下活动')
      expect(await fact(page, '客户类别')).toBe('重点直供')
      await page.getByRole('img', { name: 'A 级' }).waitFor()

      // when the manager asks why it is an A
      await page.getByRole('heading', { name: /^规则评级为什么是 A/ }).waitFor()
      await page.getByRole('button', { name: '看全部' }).click()

      // then each piece says value, comparison and whether it holds
      const why = page.getByRole('dialog', { name: '为什么规则评级是 A？' })
      const said = await words(why)
      expect(said).toContain('年采购额 128 万元，达到 50 万元')
      expect(said).toContain('潜力评分 80 分，达到 50 分')
      expect(said).toContain('行业 连锁餐饮，属于连锁餐饮或烘焙 +25')
      expect(await why.getByRole('img', { name: '满足', exact: true }).count()).toBe(2)
      await why.getByRole('button', { name: '关闭' }).click()
    })

    scene('the manager sees the task on his phone and agrees in two taps', async ({ person }) => {
      const { page } = await person('manager', { phone: true })
      // given the task among his own
      await page.goto('/')
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /待办/ }).tap()
      await inInbox(page).tap()
      await page.getByRole('heading', { name: customer.company, level: 1 }).waitFor()
      expect(await overflowing(page)).toBe(0)

      // when he agrees
      await page.getByRole('button', { name: '同意', exact: true }).tap()
      await page
        .getByRole('dialog', { name: `同意：${customer.company}` })
        .getByRole('button', { name: '确认同意' })
        .tap()

      // then it is done
      await page.getByText(`${customer.company}：同意`).waitFor()
    })

    scene('somebody of the sales got the customer, and the diagram shows the way so far', async ({ person }) => {
      const { page } = await person('manager')
      await page.goto(record)
      // the system's own steps run a moment after his; the page follows by itself
      owner = await until(
        name => name !== '',
        async () => (await fact(page, '负责人')).split('\n').at(-1)!,
      )
      expect(await fact(page, '客户等级')).toBe('A')
      await page.getByRole('tab', { name: /流程/ }).click()
      await page.getByRole('link').filter({ hasText: '新客户核定与首次跟进' }).click()

      // then the steps behind are green, the one that waits is blue, and the mark of bpmn.io is in nobody's way
      await page.waitForURL(/\/instances\//)
      instance = page.url()
      const diagram = page.getByRole('group', { name: '流程图' })
      await diagram.getByText(/^已等/).waitFor()
      await diagram.getByRole('button', { name: '步骤列表' }).click()
      const steps = diagram.getByRole('list', { name: '步骤列表' }).getByRole('listitem')
      expect(await stateOf(steps, '经理核定 A 级')).toMatch(/^已完成/)
      expect(await stateOf(steps, '定为 A 级')).toMatch(/^已完成/)
      expect(await stateOf(steps, '首次跟进')).toMatch(/^当前/)
      expect(await stateOf(steps, '定为 B 级')).toMatch(/^未到/)
      await diagram.getByRole('button', { name: '关闭' }).first().click()
      expect(await markOf(page)).toBe('visible')
    })

    scene('the owner finds the follow-up among his tasks, with a due time', async ({ person }) => {
      const { page } = await person(accountOf(owner))
      await page.goto('/')
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /任务/ }).click()
      await inInbox(page).click()
      await page.getByRole('heading', { name: new RegExp(`^${customer.company}`), level: 1 }).waitFor()
      expect(await fact(page, '处理时限')).toMatch(/^明天 \d\d:\d\d\s+剩 23 小时$/)
      await page.getByRole('tab', { name: '流程图' }).click()
      await page.getByRole('group', { name: '流程图' }).getByText(/^已等/).waitFor()
      expect(await markOf(page)).toBe('visible')
    })

    scene('a day later one reminder has come, and after another hour still one', async ({ person, server }) => {
      const { page } = await person(accountOf(owner))
      const reminders = page.getByRole('link').filter({ hasText: '该跟进了' }).filter({ hasText: customer.company })
      await page.goto('/notifications')
      await page.getByRole('heading', { name: '通知', level: 1 }).waitFor()
      expect(await reminders.count()).toBe(0)

      await server.advance('P1DT1M')
      await reminders.waitFor()
      await server.advance('PT1H')
      await page.reload()
      await reminders.first().waitFor()
      expect(await reminders.count()).toBe(1)
    })

    scene('he writes down what was said and when to call again; the process ends', async ({ person }) => {
      const { page } = await person(accountOf(owner))
      await page.getByRole('link').filter({ hasText: '该跟进了' }).filter({ hasText: customer.company }).click()
      await page.getByRole('heading', { name: customer.company, level: 1 }).waitFor()
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /任务/ }).click()
      await inInbox(page).click()
      await page.getByRole('button', { name: '添加一行' }).click()
      await page.getByLabel('日期，第 1 行', { exact: true }).fill('2026-12-01')
      await pick(page, '方式，第 1 行', '电话')
      await page.getByLabel('内容，第 1 行').fill('要 4 种冷冻面团的样品')

      // when the next call has no date yet
      await page.getByLabel('下次跟进', { exact: false }).first().fill('')
      await page.getByRole('button', { name: '完成跟进' }).click()

      // then the field says so and nothing is done
      await page.getByText('请填写下次跟进').waitFor()

      // when it has one
      await page.getByRole('textbox', { name: '下次跟进' }).fill('2026-12-08')
      await page.getByRole('button', { name: '完成跟进' }).click()
      await page.getByText(`${customer.company}：完成跟进`).waitFor()

      // then the process has come to its end, and the record holds what he wrote
      await page.goto(instance)
      await page.getByText('已完成', { exact: true }).first().waitFor()
      await page.getByText(/^流程已走完/).waitFor()
      await page.goto(record)
      await page.getByText('要 4 种冷冻面团的样品').first().waitFor()
      expect(await fact(page, '下次跟进')).toContain('2026-12-08')
    })

    scene('the stranger looks at his receipt again: all done', async ({ person }) => {
      const { page } = await person(undefined, { phone: true })
      await page.goto(receipt)
      const steps = page.getByRole('listitem')
      await steps.filter({ hasText: '首次跟进' }).waitFor()
      const states = await steps.evaluateAll(items => items.map(item => item.dataset.state))
      expect(new Set(states)).toEqual(new Set(['done']))
      expect(await overflowing(page)).toBe(0)
    })
  },
  { story: true },
)

const inInbox = (page: Page): Locator =>
  page.getByRole('region', { name: '待办' }).getByRole('link').filter({ hasText: customer.company })

const stateOf = async (steps: Locator, name: string): Promise<string> =>
  (await words(steps.filter({ has: steps.page().getByText(name, { exact: true }) }))).replace(name, '').trim()

const overflowing = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))

async function openCustomers(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '渠道', exact: true }).click()
  await page
    .getByRole('navigation', { name: '渠道客户管理' })
    .getByRole('link', { name: /渠道客户/ })
    .click()
}
async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: '搜索', exact: true }).click()
  await page.getByRole('searchbox').fill(words)
}
