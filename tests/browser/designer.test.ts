import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { onStage } from '../support/browser.js'
import { bpmn, flow } from '../support/process.js'
import { drag, formId, inInbox, option, pick, until } from './hands.js'
import { markOf } from './mark.js'

/** As Camunda Modeler 5 saves a diagram for Camunda 7, with an event that says too little to run and extensions of its own and of others. */
const camunda = join(import.meta.dirname, 'camunda-modeler.bpmn')

onStage(
  'the process designer',
  scene => {
    scene(
      'a file of Camunda Modeler opens, says what cannot run, and keeps what it does not know to the byte',
      async ({ person }) => {
        const { page } = await person('admin')
        await page.goto('/')
        await newProcess(page, '发票审批')
        const chooser = page.waitForEvent('filechooser')
        await page.getByRole('button', { name: '导入和导出' }).click()
        await page.getByRole('menuitem', { name: '导入 .bpmn 文件' }).click()
        await (await chooser).setFiles(camunda)

        // then what cannot run is listed with its name, and a click finds it
        const sheet = page.getByRole('dialog', { name: '已导入 camunda-modeler.bpmn' })
        await sheet.getByRole('heading', { name: '需要处理' }).waitFor()
        await sheet.getByRole('button', { name: /^不能运行 信号事件没有选信号/ }).waitFor()
        await sheet.getByRole('button', { name: /^请留意 「收到发票」.*没有翻译过来/ }).waitFor()
        await sheet
          .getByRole('button', { name: /信号事件没有选信号/ })
          .first()
          .click()

        // when it is exported again
        const download = page.waitForEvent('download')
        await page.getByRole('button', { name: '导入和导出' }).click()
        await page.getByRole('menuitem', { name: '导出 .bpmn' }).click()
        const xml = readFileSync((await (await download).path())!, 'utf8')

        // then the parts that others wrote are the same, character by character
        for (const part of [
          '<camunda:taskListener class="com.acme.Audit" event="create" />',
          '<acme:price currency="CNY" rate="0.0600"><acme:note>keep me as I am</acme:note></acme:price>',
          'camunda:historyTimeToLive="180"',
          'camunda:assignee="demo"',
          'camunda:formKey="embedded:app:forms/start.html"',
          'modeler:executionPlatformVersion="7.20.0"',
        ])
          expect(xml.replace(/>\s+</g, '><')).toContain(part)
      },
    )
    scene('an admin draws start, two tasks, a gateway and ends with the mouse', async ({ person }) => {
      const { page } = await person('admin')
      // given a new process
      await page.goto('/')
      await newProcess(page, '大额客户复核')
      await page.getByRole('heading', { name: '大额客户复核' }).waitFor()

      // when he takes away the end that is offered, and draws on from the start
      await select(page, page.locator('[data-element-id="End_1"]'))
      await page.getByTitle('删除', { exact: true }).click()
      await select(page, start(page))
      await page.getByTitle('接一个用户任务').click()
      await page.keyboard.type('核对资料')
      await select(page, shape(page, '核对资料'))
      await page.getByTitle('接网关').click()
      await page.getByTitle('接一个用户任务').click()
      await page.keyboard.type('安排拜访')
      await select(page, shape(page, '安排拜访'))
      await page.getByTitle('接结束事件').click()
      await select(page, gateway(page))
      await drag(page, page.getByTitle('接结束事件'), await below(gateway(page), 160))
      await page.keyboard.press('Escape')

      // then everything is connected: five ways
      expect(await page.locator('.djs-connection').count()).toBe(5)
      expect(await markOf(page)).toBe('visible')
    })

    scene('he says in the panel who does it, when it starts and which way it goes, and publishes', async ({ person }) => {
      const { page } = await person('admin')
      const panel = page.getByRole('complementary', { name: '属性' })
      await select(page, shape(page, '核对资料'))
      await option(page, '选择处理人', '角色')
      await option(page, '选择角色', '销售经理')
      await panel.getByText(/^任务会交给角色「销售经理」/).waitFor()
      await select(page, shape(page, '安排拜访'))
      await option(page, '选择处理人', '发起人本人')

      await select(page, start(page))
      await option(page, '由哪张表单发起', '渠道客户')
      await panel.getByRole('textbox', { name: '只在满足时发起' }).fill('remark = "请复核"')

      await select(page, gateway(page))
      await panel.getByRole('button', { name: /^到「安排拜访」/ }).click()
      await panel.getByText('表达式', { exact: true }).click()
      await panel.getByRole('textbox', { name: '什么时候走这里' }).fill('annualPurchase >= 300000')
      await select(page, gateway(page))
      await panel.getByRole('listitem').filter({ hasText: '还没有条件' }).getByRole('button').first().click()
      await panel.getByRole('switch', { name: '其他情况走这里' }).press('Space')

      // when nothing is wrong any more
      await page.getByRole('region', { name: '检查结果' }).getByText('没有错误，可以发布').waitFor()
      await page.getByRole('status').getByText('已保存').waitFor()
      await page.getByRole('button', { name: '发布', exact: true }).click()
      await page.getByRole('dialog', { name: '发布「大额客户复核」' }).getByRole('button', { name: '发布第 1 版' }).click()
      await page.getByText('第 1 版已发布').waitFor()
    })

    scene('a large customer takes both tasks, a small one only the first', async ({ person }) => {
      const { page } = await person('manager')
      for (const [company, purchase, tasks] of [
        ['金华八婺饼屋', '350000', ['核对资料', '安排拜访']],
        ['台州临海糕团店', '90000', ['核对资料']],
      ] as const) {
        await fillCustomer(page, company, purchase)
        for (const task of tasks) {
          await page.goto('/tasks')
          await inInbox(page).filter({ hasText: company }).filter({ hasText: task }).click()
          await page.getByRole('button', { name: '完成', exact: true }).click()
          await page.getByText(`${company}：已完成`).waitFor()
        }
        await page.goto('/tasks?folder=done')
        await page.getByRole('region', { name: '已办' }).getByRole('link').filter({ hasText: company }).first().click()
        await page.getByRole('link', { name: '查看整个流程' }).first().click()
        await page.getByText(/^流程已走完/).waitFor()
        expect(await markOf(page)).toBe('visible')
      }
    })

    scene(
      'he waits for a signal and a condition, calls another process and lets two decide, all set in the panel',
      async ({ person }) => {
        const { page } = await person('admin')
        // given a published process that can be called
        await publishedDoubling(page)
        await page.goto('/')
        await newProcess(page, '开工准备')
        const panel = page.getByRole('complementary', { name: '属性' })
        await select(page, page.locator('[data-element-id="End_1"]'))
        await page.getByTitle('删除', { exact: true }).click()

        // when he draws a signal to wait for and names it, takes that back and does it again
        await select(page, start(page))
        await append(page, '等待信号')
        await panel.getByText('信号事件没有选信号').waitFor()
        await nameAnew(page, '信号', '可以开工')
        await page.getByRole('button', { name: '撤销', exact: true }).click()
        await panel.getByText('选择信号，或输入新名称').waitFor()
        await page.getByRole('button', { name: '重做', exact: true }).click()
        await panel.getByText('可以开工').waitFor()

        // and calls the process with a value of his own
        await append(page, '调用流程')
        await option(page, '调用哪个流程', '翻倍')
        await panel.getByRole('button', { name: '添加传入' }).click()
        await write(panel, '里面的变量名', 'amount')
        await write(panel, '「amount」的值', 'pieces + 1')

        // and waits for a condition
        await append(page, '等待条件')
        await panel.getByText('表达式', { exact: true }).click()
        await write(panel, '满足什么条件时触发', 'doubled > 6')
        await write(panel, '名称', '够多')

        // and has a task done twice at the same time
        await page.getByTitle('接一个用户任务').click()
        await page.keyboard.type('验收')
        await select(page, shape(page, '验收'))
        await option(page, '选择处理人', '发起人本人')
        await option(page, '重复执行', '多份，同时进行')
        await panel.getByText('固定份数').click()
        await write(panel, '固定份数', '2')
        await page.getByTitle('接结束事件').click()

        // then nothing is wrong, and it is published
        await page.getByRole('region', { name: '检查结果' }).getByText('没有错误，可以发布').waitFor()
        await page.getByRole('status').getByText('已保存').waitFor()
        await page.getByRole('button', { name: '发布', exact: true }).click()
        await page.getByRole('dialog', { name: '发布「开工准备」' }).getByRole('button', { name: '发布第 1 版' }).click()
        await page.getByText('第 1 版已发布').waitFor()
      },
    )

    scene('it waits for the signal, the call doubles, the condition holds and both decide', async ({ person }) => {
      const { page } = await person('admin')
      const process = new URL(page.url()).pathname.split('/')[2]!
      // given an instance with 3 pieces, to which nothing happens before the signal
      await post(page, `/processes/${process}/start`, { data: { pieces: 3 } })
      await page.goto('/tasks')
      await page.getByRole('region', { name: '待办' }).waitFor()
      expect(await inInbox(page).filter({ hasText: '验收' }).count()).toBe(0)

      // when the signal is thrown
      await post(page, '/signals', { name: '可以开工' })

      // then two tasks wait, and after both the process is through
      await until(
        count => count === 2,
        async () => {
          await page.goto('/tasks')
          await page.getByRole('region', { name: '待办' }).waitFor()
          return inInbox(page).filter({ hasText: '验收' }).count()
        },
        30,
      )
      for (let left = 2; left > 0; left--) {
        await page.goto('/tasks')
        await inInbox(page).filter({ hasText: '验收' }).first().click()
        await page.getByRole('button', { name: '完成', exact: true }).click()
        await page
          .getByText(/已完成/)
          .first()
          .waitFor()
      }
      await page.goto('/tasks?folder=done')
      await page.getByRole('region', { name: '已办' }).getByRole('link').filter({ hasText: '验收' }).first().click()
      await page.getByRole('link', { name: '查看整个流程' }).first().click()
      await page.getByText(/^流程已走完/).waitFor()
    })
  },
  { story: true },
)

/** Types and leaves the box, which is when it is written. */
async function write(panel: Locator, label: string, text: string): Promise<void> {
  const box = panel.getByRole('textbox', { name: label, exact: true })
  await box.fill(text)
  await box.blur()
}

/** The next element after the selected one, found in the menu by its name. */
async function append(page: Page, name: string): Promise<void> {
  await page.getByTitle('接一个元素').click()
  await page.locator('.djs-popup-search input').fill(name)
  await page.locator('.djs-popup').getByRole('option', { name }).first().click()
  await page.locator('.djs-popup').waitFor({ state: 'hidden' })
}

/** Types a name that is not there yet into a select that creates. */
async function nameAnew(page: Page, label: string, name: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true })
  await box.click({ force: true })
  await box.fill(name)
  await page.getByRole('option', { name, exact: true }).locator('visible=true').click()
}

async function post(page: Page, path: string, data: object): Promise<Record<string, unknown>> {
  const answer = await page.context().request.post(`/api/v1${path}`, { headers: { 'x-formloom': '1' }, data })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

/** "翻倍": gives twice its amount. */
async function publishedDoubling(page: Page): Promise<void> {
  const answer = await page.context().request.get('/api/v1/apps')
  const [app] = (await answer.json()) as { id: string }[]
  const inside =
    '<bpmn:startEvent id="s"/><bpmn:scriptTask id="double" scriptFormat="jsonata" formloom:resultVariable="doubled">' +
    '<bpmn:script>amount * 2</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="e"/>'
  const xml = bpmn(`${inside}${flow('f1', 's', 'double')}${flow('f2', 'double', 'e')}`)
  const { id, revision } = await post(page, `/apps/${app!.id}/processes`, { name: '翻倍', xml })
  await post(page, `/processes/${String(id)}/publish`, { revision })
}

const start = (page: Page): Locator => page.locator('[data-element-id="Start_1"]')
const gateway = (page: Page): Locator => page.locator('.djs-shape[data-element-id^="Gateway_"]:not([data-element-id$="_label"])')
const shape = (page: Page, name: string): Locator => page.locator('.djs-shape').filter({ hasText: name })

/** A click on what is selected already takes the selection away, hence the one beside it. */
async function select(page: Page, target: Locator): Promise<void> {
  await page.mouse.click(...(await emptySpot(page)))
  await target.click()
}

/** A place of the canvas where nothing is drawn. */
async function emptySpot(page: Page): Promise<[number, number]> {
  const box = (await page.getByRole('main').boundingBox())!
  return [box.x + box.width * 0.6, box.y + 60]
}
async function below(of: Locator, pixels: number): Promise<[number, number]> {
  const box = (await of.boundingBox())!
  return [box.x + box.width / 2, box.y + box.height / 2 + pixels]
}
async function newProcess(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '渠道', exact: true }).click()
  await page.getByRole('grid', { name: '渠道客户' }).waitFor()
  await page.getByRole('button', { name: '新建流程' }).click()
  const sheet = page.getByRole('dialog', { name: '新建流程' })
  await sheet.getByLabel('流程名称').fill(name)
  await sheet.getByRole('button', { name: '新建并开始画' }).click()
  await page.getByRole('heading', { name }).waitFor()
}

async function fillCustomer(page: Page, company: string, purchase: string): Promise<void> {
  await page.goto(`/forms/${await formId(page)}/new`)
  await page.getByLabel('客户名称').fill(company)
  await page.getByLabel('联系人').fill('楼晓峰')
  await page.getByLabel('手机号').fill(`1385790${purchase.slice(0, 2)}${purchase.length}${purchase.length}`)
  await pick(page, '所在地区', '华东')
  await pick(page, '行业', '烘焙')
  await page.getByLabel('年采购额').fill(purchase)
  await page.getByLabel('补充说明').fill('请复核')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByRole('heading', { name: '已提交' }).waitFor()
}
