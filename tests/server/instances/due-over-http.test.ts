import { anApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { chain, diagram, end, start, timerOn, user } from '../../support/diagram.js'

jest.setTimeout(60_000)

describe('due times over HTTP', () => {
  let app: TestApp
  let admin: Client
  let process: string
  const xml = diagram(
    start() + user('a', { due: 'P3D' }) + timerOn('late', 'a', 'P5D') + end() + chain('start', 'a', 'end') + chain('late', 'end'),
    'formloom:calendar="cn"',
  )
  beforeAll(async () => {
    app = await anApp()
    admin = await app.admin()
    const { id } = (await admin.post('/apps', { name: 'Sales' })).body
    const draft = await admin.post(`/apps/${id}/processes`, { name: 'Wait', xml })
    process = draft.body.id
    await admin.post(`/processes/${process}/publish`, { revision: draft.body.revision })
  })
  afterAll(() => app.close())

  it('are read and set by an administrator', async () => {
    const { instance } = (await admin.post(`/processes/${process}/start`, {})).body
    const { tasks, timers } = (await admin.get(`/instances/${instance}/due`)).body
    expect([tasks, timers]).toEqual([
      [{ id: expect.any(String), element: 'a', name: 'a', dueAt: expect.any(String), fixed: false }],
      [{ id: expect.any(String), element: 'late', dueAt: expect.any(String), repeat: 0, every: null, fixed: false }],
    ])
    const set = await admin.put(`/instances/${instance}/due`, { task: tasks[0].id, dueAt: '2030-01-01T09:00:00+08:00' })
    expect(set).toMatchObject({ status: 200, body: { tasks: [{ dueAt: '2030-01-01T01:00:00.000Z', fixed: true }] } })
    const moved = await admin.put(`/instances/${instance}/due`, { timer: timers[0].id, dueAt: '2030-02-01T00:00:00Z' })
    expect(moved).toMatchObject({ status: 200, body: { timers: [{ dueAt: '2030-02-01T00:00:00.000Z', fixed: true }] } })
    expect(await admin.put(`/instances/${instance}/due`, { task: tasks[0].id, dueAt: null })).toMatchObject({
      body: { tasks: [{ dueAt: null }] },
    })
    for (const [asked, status] of [
      [{ timer: 'x', dueAt: '2030-02-01T00:00:00Z' }, 404],
      [{ timer: timers[0].id, dueAt: null }, 400],
      [{ task: 'x', dueAt: null }, 409],
      [{ task: tasks[0].id, dueAt: 'soon' }, 400],
    ] as const)
      expect((await admin.put(`/instances/${instance}/due`, asked)).status).toBe(status)
    await admin.post(`/instances/${instance}/cancel`, { reason: 'enough' })
    expect(await admin.put(`/instances/${instance}/due`, { task: tasks[0].id, dueAt: null })).toMatchObject({
      status: 409,
      body: { code: 'INSTANCE_ENDED' },
    })
    expect((await admin.get('/instances/nobody/due')).status).toBe(404)
  })

  it('whoever draws hears of a calendar that does not exist, and of a year without holidays', async () => {
    const lint = async (calendar: string) =>
      (await admin.post(`/processes/${process}/lint`, { xml: xml.replace('"cn"', `"${calendar}"`) })).body.problems
    expect(await lint('china')).toMatchObject([{ code: 'CALENDAR_UNKNOWN', severity: 'error', params: { name: 'china' } }])
    await admin.post('/calendars', {
      key: 'new',
      name: 'New',
      zone: 'UTC',
      week: [[['09:00', '17:00']], [], [], [], [], [], []],
    })
    const [warning] = await lint('new')
    expect(warning).toMatchObject({ code: 'CALENDAR_YEAR_MISSING', severity: 'warning', params: { name: 'new' } })
    expect(warning.params.years).toContain(String(app.clock.now().getUTCFullYear()))
  })

  it('a calendar that a published process names is not deleted', async () => {
    expect(await admin.delete('/calendars/cn')).toMatchObject({
      status: 409,
      body: { code: 'CALENDAR_IN_USE', params: { by: 'Wait' } },
    })
    expect((await admin.get('/calendars/cn')).body.days.length).toBeGreaterThan(60)
  })
})
