import { axeFaults } from '../support/axe.js'
import { onStage, type Person } from '../support/browser.js'
import { formId } from './hands.js'

onStage('axe finds nothing', scene => {
  for (const theme of ['light', 'dark'] as const)
    for (const phone of [false, true])
      scene(`${theme}, ${phone ? 375 : 1440}`, async ({ person }) => {
        const options = { theme, phone }
        const manager = await person('manager', options)
        const form = await formId(manager.page)
        const stranger = await person(undefined, options)
        const found: Record<string, string[]> = {}
        const look = async ({ page }: Person, path: string, sign: string): Promise<void> => {
          await page.goto(path)
          await page.getByText(sign).locator('visible=true').first().waitFor()
          const faults = await axeFaults(page)
          if (faults.length) found[path] = faults
        }
        await look(stranger, '/sign-in', '演示账号')
        await look(manager, '/', '待我审批')
        await look(manager, '/notifications', '通知')
        await look(manager, '/me', '退出登录')
        await look(manager, '/apps', '渠道客户管理')
        await look(manager, `/forms/${form}`, '渠道客户')
        await look(manager, `/forms/${form}/new`, '客户名称')
        await look(manager, `/forms/${form}/links`, '线下活动')
        expect(found).toEqual({})
      })
})
