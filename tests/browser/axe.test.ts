import { axeFaults } from '../support/axe.js'
import { onStage, type Person, type Stage } from '../support/browser.js'
import { formId } from './hands.js'

interface Look {
  theme: 'light' | 'dark'
  phone: boolean
  /** What differs from the same page in daylight on a desktop. */
  only?: string[]
}
type Sight = [who: 'stranger' | 'manager' | 'admin', path: string, sign: string]

onStage('axe finds nothing', scene => {
  scene('1440, light', async stage => {
    expect(await faults(stage, { theme: 'light', phone: false }, await everywhere(stage))).toEqual({})
  })
  scene('1440, dark: contrast', async stage => {
    expect(await faults(stage, { theme: 'dark', phone: false, only: ['color-contrast'] }, await everywhere(stage))).toEqual({})
  })
  scene('375, light', async stage => {
    const sights = (await everywhere(stage)).filter(([, path]) => !/design|rules|import|people/.test(path))
    expect(await faults(stage, { theme: 'light', phone: true }, sights)).toEqual({})
  })
})

async function faults({ person }: Stage, { theme, phone, only }: Look, sights: Sight[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [who, path, sign] of sights) {
    const { page } = await person(who === 'stranger' ? undefined : who, { theme, phone })
    await page.goto(path)
    await page.getByText(sign).locator('visible=true').first().waitFor()
    const here = await axeFaults(page, only)
    if (here.length) found[path] = here
  }
  return found
}

/** The pages that people meet, with a word that stands on each when it is there. */
async function everywhere({ person }: Stage): Promise<Sight[]> {
  const admin = await person('admin')
  const manager = await person('manager')
  const form = `/forms/${await formId(manager.page)}`
  const [link] = await answerOf<{ url: string }[]>(admin, `${form}/links`)
  const [app] = await answerOf<{ processes: { id: string }[] }[]>(admin, '/apps')
  const { items } = await answerOf<{ items: Record<'id' | 'recordId' | 'instanceId', string>[] }>(manager, '/tasks')
  const task = items[0]!
  return [
    ['stranger', '/sign-in', '演示账号'],
    ['stranger', link!.url, '客户名称'],
    ['manager', '/', '待我审批'],
    ['manager', '/notifications', '通知'],
    ['manager', '/me', '退出登录'],
    ['manager', '/apps', '渠道客户管理'],
    ['manager', form, '渠道客户'],
    ['manager', `${form}/new`, '客户名称'],
    ['manager', `${form}/links`, '线下活动'],
    ['manager', `${form}/import`, '下载模板'],
    ['manager', `${form}/records/${task.recordId}`, '客户名称'],
    ['manager', `${form}/records/${task.recordId}/edit`, '客户名称'],
    ['manager', '/tasks', '经理核定 A 级'],
    ['manager', `/tasks/${task.id}`, '需要你填写'],
    ['manager', `/instances/${task.instanceId}`, '新客户核定与首次跟进'],
    ['admin', '/people', '销售一部'],
    ['admin', `/processes/${app!.processes[0]!.id}/design`, '新客户核定与首次跟进'],
    ['admin', `${form}/design`, '客户名称'],
    ['admin', `${form}/rules`, '规则评级'],
  ]
}

const answerOf = async <T>({ context }: Person, path: string): Promise<T> =>
  (await (await context.request.get(`/api/v1${path}`)).json()) as T
