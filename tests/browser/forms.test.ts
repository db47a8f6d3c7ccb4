import type { Locator, Page } from 'playwright-core'
import { onStage } from '../support/browser.js'
import { formId, pick, until, words } from './hands.js'

onStage(
  'a form, made and filled',
  scene => {
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
      await page.getByTitle('日期', { exact: true }).dragTo(cell(page, '接待人数'), { force: true, targetPosition: { x: 200, y: 60 } })
      await rename(page, '日期', '哪一天')
      await page.screenshot({ path: '/tmp/bt-f1.png' })
      console.log(await page.locator('body').ariaSnapshot())
    })
  },
  { story: true },
)

const cell = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true })

/** The label of a field is a text that is typed over where it stands. */
async function rename(page: Page, from: string, to: string): Promise<void> {
  await cell(page, from).getByRole('button', { name: '标题' }).click()
  await cell(page, from).getByRole('textbox', { name: '标题' }).fill(to)
  await page.keyboard.press('Enter')
  await cell(page, to).waitFor()
}
void [formId, pick, until, words]
