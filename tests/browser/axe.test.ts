import { axeFaults } from '../support/axe.js'
import { onStage, type Person } from '../support/browser.js'
import { formId } from './hands.js'

onStage('axe finds nothing', scene => {
  for (const theme of ['light', 'dark'] as const)
    for (const phone of [false, true])
      scene(`${theme}, ${phone ? 375 : 1440}`, async ({ person }) => {
        const options = { theme, phone }
        const manager = await person('manager', options)
        const admin = await person('admin', options)
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
        await look(stranger, await publicLink(admin), '客户名称')
        await look(manager, '/', '待我审批')
        await look(manager, '/notifications', '通知')
        await look(manager, '/me', '退出登录')
        await look(manager, '/apps', '渠道客户管理')
        await look(manager, `/forms/${form}`, '渠道客户')
        await look(manager, `/forms/${form}/new`, '客户名称')
        await look(manager, `/forms/${form}/links`, '线下活动')
        await look(manager, `/forms/${form}/import`, '下载模板')
        const { record, task, instance } = await firstTask(manager)
        await look(manager, record, '跟进记录')
        await look(manager, `${record}/edit`, '客户名称')
        await look(manager, '/tasks', '经理核定 A 级')
        await look(manager, task, '需要你填写')
        await look(manager, instance, '经理核定 A 级')
        await look(admin, '/people', '销售一部')
        await look(admin, `/processes/${await processId(admin)}/design`, '发布')
        await look(admin, `/forms/${form}/design`, '客户名称')
        await look(admin, `/forms/${form}/rules`, '规则评级')
        expect(found).toEqual({})
      })
})

const answerOf = async <T>({ context }: Person, path: string): Promise<T> =>
  (await (await context.request.get(`/api/v1${path}`)).json()) as T

async function publicLink(admin: Person): Promise<string> {
  const links = await answerOf<{ url: string }[]>(admin, `/forms/${await formId(admin.page)}/links`)
  return links[0]!.url
}
async function firstTask(person: Person): Promise<{ record: string; task: string; instance: string }> {
  const { items } = await answerOf<{ items: Record<'id' | 'formId' | 'recordId' | 'instanceId', string>[] }>(person, '/tasks')
  const { id, formId: form, recordId, instanceId } = items[0]!
  return { record: `/forms/${form}/records/${recordId}`, task: `/tasks/${id}`, instance: `/instances/${instanceId}` }
}
async function processId(admin: Person): Promise<string> {
  const apps = await answerOf<{ processes: { id: string }[] }[]>(admin, '/apps')
  return apps[0]!.processes[0]!.id
}
