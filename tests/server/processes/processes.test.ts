import { anApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { chain, diagram, end, exclusive, flow, script, service, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'

jest.setTimeout(60_000)

const simple = diagram(start() + user('a') + end() + chain('start', 'a', 'end'))

eachDatabase('processes over HTTP', database => {
  let app: TestApp
  let admin: Client
  let home: string
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    home = (await admin.post('/apps', { name: 'Tests' })).body.id
  })
  afterAll(() => app.close())

  const create = async (xml?: string) =>
    (await admin.post(`/apps/${home}/processes`, { name: 'P', ...(xml ? { xml } : {}) })).body
  const codes = (body: { problems: { code: string }[] }) => body.problems.map(each => each.code)

  it('begins with a diagram that draws, and is published when it can run', async () => {
    const draft = await create()
    expect(draft).toMatchObject({ revision: 1, version: 0, publishedAt: null, changed: true })
    const saved = await admin.put(`/processes/${draft.id}`, { revision: 1, xml: simple, name: 'Renamed' })
    expect(saved).toMatchObject({ status: 200, body: { revision: 2, name: 'Renamed', problems: [] } })
    const published = await admin.post(`/processes/${draft.id}/publish`, { revision: 2 })
    expect(published).toMatchObject({ status: 200, body: { version: 1, changed: false } })
    expect((await admin.get(`/processes/${draft.id}/versions/1/xml`)).body).toBe(simple)
    const started = await admin.post(`/processes/${draft.id}/start`, { data: { n: 1 } })
    expect(started.status).toBe(201)
    expect((await admin.get(`/processes/${draft.id}/versions`)).body).toMatchObject([
      { version: 1, running: 1, by: { name: 'Admin' } },
    ])
    const apps = (await admin.get('/apps')).body
    expect(apps[0].processes).toContainEqual(expect.objectContaining({ id: draft.id, name: 'Renamed', version: 1, running: 1 }))
  })

  it('lets running instances keep their version', async () => {
    const draft = await create(simple)
    await admin.post(`/processes/${draft.id}/publish`, { revision: 1 })
    const { instance } = (await admin.post(`/processes/${draft.id}/start`, {})).body
    const longer = diagram(start() + user('a') + user('b') + end() + chain('start', 'a', 'b', 'end'))
    await admin.put(`/processes/${draft.id}`, { revision: 1, xml: longer })
    await admin.post(`/processes/${draft.id}/publish`, { revision: 2 })
    const second = (await admin.post(`/processes/${draft.id}/start`, {})).body.instance
    const info = async (id: string) => (await admin.get(`/instances/${id}`)).body
    expect((await info(instance)).process.version).toBe(1)
    expect((await info(second)).process.version).toBe(2)
    for (const item of (await admin.get('/tasks')).body.items.filter((each: { name: string }) => each.name === 'a'))
      await admin.post(`/tasks/${item.id}/complete`, {})
    expect([(await info(instance)).status, (await info(second)).status]).toEqual(['completed', 'running'])
  })

  it('tells of two people who save the same draft the second one', async () => {
    const { id } = await create(simple)
    const both = await Promise.all([1, 2].map(() => admin.put(`/processes/${id}`, { revision: 1, xml: simple })))
    expect(both.map(each => each.status).sort()).toEqual([200, 409])
    expect(both.find(each => each.status === 409)!.body).toMatchObject({ code: 'DRAFT_CHANGED', params: { revision: 2 } })
    expect(await admin.post(`/processes/${id}/publish`, { revision: 1 })).toMatchObject({
      status: 409,
      body: { code: 'DRAFT_CHANGED' },
    })
  })

  it('publishes nothing that cannot run, and says where and why', async () => {
    const broken = diagram(start() + user('a', { who: { type: 'role', role: 'nobody' } }) + end() + chain('start', 'a', 'end'))
    const { id, problems } = await create(broken)
    expect(problems.length).toBeGreaterThan(0)
    const refused = await admin.post(`/processes/${id}/publish`, { revision: 1 })
    expect(refused).toMatchObject({ status: 422, body: { code: 'NOT_PUBLISHABLE' } })
    expect(codes(refused.body)).toContain('ROLE_UNKNOWN')
    expect((await admin.post(`/processes/${id}/start`, {})).body.code).toBe('PROCESS_NEVER_PUBLISHED')
    const lint = await admin.post(`/processes/${id}/lint`, { xml: simple })
    expect(lint).toMatchObject({ status: 200, body: { problems: [] } })
  })

  it('keeps no file that is not BPMN', async () => {
    const { id } = await create(simple)
    for (const xml of [
      'no xml',
      '<a/>',
      simple.replace('<bpmn:definitions', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><bpmn:definitions'),
      simple.slice(0, -40),
    ]) {
      const answer = await admin.put(`/processes/${id}`, { revision: 1, xml })
      expect(answer).toMatchObject({ status: 422, body: { code: 'BPMN_UNREADABLE' } })
    }
    const large = await admin.put(`/processes/${id}`, { revision: 1, xml: `${simple}<!--${'x'.repeat(600 * 1024)}-->` })
    expect(large).toMatchObject({ status: 422, body: { code: 'BPMN_UNREADABLE', problems: [{ code: 'BPMN_TOO_LARGE' }] } })
    expect((await admin.get(`/processes/${id}`)).body.revision).toBe(1)
  })

  it('shows a repair, and goes on when it was mended or skipped', async () => {
    const xml = diagram(
      start() +
        exclusive('x', 'x_b').replace(' default="x_b"', '') +
        user('a') +
        user('b') +
        end() +
        chain('start', 'x') +
        flow('x', 'a', 'way = 1') +
        flow('x', 'b', 'way = 2') +
        flow('a', 'end') +
        flow('b', 'end'),
    )
    const draft = await create(xml)
    await admin.post(`/processes/${draft.id}/publish`, { revision: 1 })
    const { instance } = (await admin.post(`/processes/${draft.id}/start`, { data: { way: 3 } })).body
    const stuck = (await admin.get(`/instances/${instance}`)).body
    expect(stuck).toMatchObject({
      status: 'running',
      repairs: [{ element: 'x', problem: { code: 'NO_FLOW_TAKEN' } }],
      elements: { x: { state: 'repair' } },
    })
    expect((await admin.get('/home')).body.repairs).toBeGreaterThan(0)
    const [repair] = stuck.repairs
    expect((await admin.post(`/instances/${instance}/repairs/${repair.id}`, { how: 'retry' })).body.repairs).toHaveLength(1)
    const again = (await admin.get(`/instances/${instance}`)).body.repairs[0]
    const skipped = await admin.post(`/instances/${instance}/repairs/${again.id}`, { how: 'skip', flow: 'x_b' })
    expect(skipped.body).toMatchObject({ repairs: [], elements: { b: { state: 'current' } } })
    expect(await admin.post(`/instances/${instance}/repairs/${again.id}`, { how: 'retry' })).toMatchObject({
      status: 409,
      body: { code: 'REPAIR_NOT_OPEN' },
    })
  })

  it('cancels an instance with everything that it waits for', async () => {
    const draft = await create(diagram(start() + user('a', { due: 'P1D' }) + end() + chain('start', 'a', 'end')))
    await admin.post(`/processes/${draft.id}/publish`, { revision: 1 })
    const { instance } = (await admin.post(`/processes/${draft.id}/start`, {})).body
    const [task] = (await admin.get('/tasks')).body.items.filter((each: { instanceId: string }) => each.instanceId === instance)
    expect((await admin.post(`/instances/${instance}/cancel`, { reason: 'no longer needed' })).body).toMatchObject({
      status: 'cancelled',
      elements: { a: { state: 'cancelled' } },
    })
    expect(await admin.post(`/tasks/${task.id}/complete`, {})).toMatchObject({ status: 409, body: { code: 'TASK_CANCELLED' } })
    expect(await app.db.query('SELECT id FROM jobs WHERE instance_id = ?', [instance])).toEqual([])
  })

  it('starts nothing any more when it was deleted; what runs goes on', async () => {
    const draft = await create(diagram(start() + script('n', '{"n": 1}') + user('a') + end() + chain('start', 'n', 'a', 'end')))
    await admin.post(`/processes/${draft.id}/publish`, { revision: 1 })
    const { instance } = (await admin.post(`/processes/${draft.id}/start`, {})).body
    expect((await admin.delete(`/processes/${draft.id}`)).status).toBe(204)
    expect((await admin.post(`/processes/${draft.id}/start`, {})).status).toBe(404)
    const [task] = (await admin.get('/tasks')).body.items.filter((each: { instanceId: string }) => each.instanceId === instance)
    expect((await admin.post(`/tasks/${task.id}/complete`, {})).status).toBe(200)
    expect((await admin.get(`/instances/${instance}`)).body.status).toBe('completed')
  })

  it('makes a refused record write a repair, with the reason', async () => {
    const draft = await create(
      diagram(start() + service('mark', { type: 'set-fields' }, { state: '"x"' }) + end() + chain('start', 'mark', 'end')),
    )
    await admin.post(`/processes/${draft.id}/publish`, { revision: 1 })
    const { instance } = (await admin.post(`/processes/${draft.id}/start`, {})).body
    expect((await admin.get(`/instances/${instance}`)).body.repairs).toMatchObject([
      { element: 'mark', problem: { code: 'NO_RECORD' } },
    ])
  })
})
