import { onStage } from '../support/browser.js'
import { markOf } from './mark.js'

onStage('the mark of bpmn.io', scene => {
  for (const theme of ['light', 'dark'] as const)
    for (const phone of [false, true])
      scene(
        `is visible and in nobody's way on every page with a diagram: ${theme}, ${phone ? 375 : 1440}`,
        async ({ person }) => {
          const manager = await person('manager', { theme, phone })
          const admin = await person('admin', { theme, phone })
          const tasks = await manager.context.request.get('/api/v1/tasks')
          const [task] = ((await tasks.json()) as { items: { id: string; instanceId: string }[] }).items
          const apps = await admin.context.request.get('/api/v1/apps')
          const [app] = (await apps.json()) as { processes: { id: string }[] }[]

          // given what runs
          await manager.page.goto(`/instances/${task!.instanceId}`)
          expect(await markOf(manager.page)).toBe('visible')
          // a task with its diagram
          await manager.page.goto(`/tasks/${task!.id}`)
          await manager.page.getByRole('tab', { name: '流程图' }).click()
          expect(await markOf(manager.page)).toBe('visible')
          // and the designer, which is a picture on a phone
          await admin.page.goto(`/processes/${app!.processes[0]!.id}/design`)
          expect(await markOf(admin.page)).toBe('visible')
        },
      )
})
