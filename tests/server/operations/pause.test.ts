import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { chain, diagram, end, service, start, timer, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { aForm } from '../../support/forms.js'
import { settled } from '../../support/settled.js'

jest.setTimeout(60_000)

const lead = aForm('lead').text('name', { required: true }).build()

eachDatabase('a paused process', database => {
  let app: TestApp
  let admin: Client
  let ann: Client
  let home: string
  let form: string
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    home = (await admin.post('/apps', { name: 'Tests' })).body.id
    const draft = (await admin.post(`/apps/${home}/forms`, { name: 'Lead', form: lead })).body
    await admin.post(`/forms/${draft.id}/publish`, { revision: draft.revision })
    form = draft.id
    await admin.post('/users', { account: 'ann', name: 'Ann', password: testPassword })
    ann = await app.signIn('ann')
  })
  afterAll(() => app.close())

  const publish = async (xml: string): Promise<string> => {
    const draft = (await admin.post(`/apps/${home}/processes`, { name: 'Follow up', xml })).body
    const { status, body } = await admin.post(`/processes/${draft.id}/publish`, { revision: draft.revision })
    if (status !== 200) throw new Error(JSON.stringify(body))
    return draft.id
  }
  const launch = async (process: string): Promise<string> => (await admin.post(`/processes/${process}/start`, {})).body.instance
  const pause = (process: string, reason?: string) => admin.post(`/processes/${process}/pause`, reason ? { reason } : {})
  const resume = async (process: string) => {
    const answer = await admin.post(`/processes/${process}/resume`)
    await settled(app)
    return answer
  }
  const taskOf = async (instance: string) =>
    (await admin.get('/tasks')).body.items.find((each: { instanceId: string }) => each.instanceId === instance)
  const rows = (sql: string, parameters: unknown[]) => app.db.query(sql, parameters)
  const later = async (milliseconds: number) => {
    app.clock.advance(milliseconds)
    await settled(app)
  }
  const simple = diagram(start() + user('a') + end() + chain('start', 'a', 'end'))

  it('says so, with who and why, and pausing or resuming twice changes nothing', async () => {
    const process = await publish(simple)
    const first = await pause(process, 'wrong prices')
    expect(first).toMatchObject({ status: 200, body: { paused: { byName: 'Admin', reason: 'wrong prices' } } })
    expect((await pause(process, 'another')).body.paused).toEqual(first.body.paused)
    expect((await admin.get(`/processes/${process}/operations`)).body.paused).toEqual(first.body.paused)
    expect((await resume(process)).body.paused).toBeNull()
    expect((await resume(process)).status).toBe(200)
    const log = await rows('SELECT type, detail FROM command_log WHERE instance_id = ? ORDER BY rev', [process])
    expect(log).toEqual([
      { type: 'pause', detail: '{"reason":"wrong prices"}' },
      { type: 'resume', detail: null },
    ])
  })

  it('is paused by administrators only, and only when it exists', async () => {
    const process = await publish(simple)
    expect(await ann.post(`/processes/${process}/pause`, {})).toMatchObject({ status: 403 })
    expect(await admin.post('/processes/nothing/pause', {})).toMatchObject({ status: 404, body: { code: 'NO_SUCH_PROCESS' } })
    expect(await admin.post('/processes/nothing/resume')).toMatchObject({ status: 404 })
    expect(await admin.post(`/processes/${process}/pause`, { reason: '' })).toMatchObject({ status: 400 })
  })

  it('refuses a start by hand and a completed task, says why, and changes nothing', async () => {
    const process = await publish(simple)
    const instance = await launch(process)
    const task = await taskOf(instance)
    await pause(process)
    const refused = { status: 409, body: { code: 'PROCESS_PAUSED', params: { process: 'Follow up' } } }
    expect(await admin.post(`/processes/${process}/start`, {})).toMatchObject(refused)
    expect(await admin.post(`/tasks/${task.id}/complete`, {})).toMatchObject(refused)
    expect(await admin.get(`/tasks/${task.id}`)).toMatchObject({ body: { state: 'open' } })
    expect((await admin.get(`/instances/${instance}`)).body.paused).toMatchObject({ reason: null })
    await resume(process)
    expect(await admin.post(`/tasks/${task.id}/complete`, {})).toMatchObject({ status: 200 })
    const ended = (await admin.get(`/instances/${instance}`)).body
    expect([ended.status, ended.paused]).toEqual(['completed', undefined])
  })

  it('goes on also when it was deleted meanwhile: what runs is not lost', async () => {
    const process = await publish(simple)
    const instance = await launch(process)
    const task = await taskOf(instance)
    await pause(process)
    await admin.delete(`/processes/${process}`)
    expect(await resume(process)).toMatchObject({ status: 200, body: { paused: null, running: 1 } })
    expect(await admin.post(`/tasks/${task.id}/complete`, {})).toMatchObject({ status: 200 })
  })

  it('lets an administrator end an instance', async () => {
    const process = await publish(simple)
    const instance = await launch(process)
    await pause(process)
    expect(await admin.post(`/instances/${instance}/cancel`, { reason: 'no use' })).toMatchObject({
      body: { status: 'cancelled' },
    })
  })

  it('keeps what saved records start, refuses no record, and makes it up on resume with the version of then', async () => {
    const xml = (step: string) =>
      diagram(start('start', { form: 'lead', on: 'created' }) + user(step) + end() + chain('start', step, 'end'))
    const process = await publish(xml('old'))
    await pause(process)
    const saved = await Promise.all(['A', 'B', 'C'].map(name => admin.post(`/forms/${form}/records`, { values: { name } })))
    expect(saved.map(answer => answer.status)).toEqual([201, 201, 201])
    await settled(app)
    expect((await admin.get(`/processes/${process}/operations`)).body).toMatchObject({ keptStarts: 3, running: 0 })
    // one record goes before the process goes on
    await admin.delete(`/forms/${form}/records/${saved[2]!.body.id}`)
    const draft = (await admin.get(`/processes/${process}`)).body
    await admin.put(`/processes/${process}`, { revision: draft.revision, xml: xml('new') })
    await admin.post(`/processes/${process}/publish`, { revision: draft.revision + 1 })
    await resume(process)
    const found = await rows('SELECT record_id FROM instances WHERE process_id = ? ORDER BY id', [process])
    expect(found.map((row: { record_id: string }) => row.record_id).sort()).toEqual(
      saved
        .slice(0, 2)
        .map(answer => answer.body.id)
        .sort(),
    )
    const tasks = await rows(
      'SELECT DISTINCT element FROM tasks t JOIN instances i ON i.id = t.instance_id WHERE i.process_id = ?',
      [process],
    )
    expect(tasks).toEqual([{ element: 'new' }])
    expect((await admin.get(`/processes/${process}/operations`)).body).toMatchObject({ keptStarts: 0, running: 2 })
    await admin.delete(`/processes/${process}`)
  })

  it('fires no timer while it stands still, also over a restart, and each once afterwards', async () => {
    const process = await publish(
      diagram(start() + timer('wait', 'PT1H') + user('a') + end() + chain('start', 'wait', 'a', 'end')),
    )
    const [due, notYet] = [await launch(process), await launch(process)]
    await rows('UPDATE jobs SET next_at = ? WHERE instance_id = ?', ['2999-01-01T00:00:00.000Z', notYet])
    await pause(process)
    await later(2 * 3_600_000)
    await later(24 * 3_600_000)
    expect(await taskOf(due)).toBeUndefined()
    // a killed server's leases are freed when it starts again; what a pause holds is none
    app = await app.restart()
    admin = await app.signIn('admin')
    await later(30 * 3_600_000)
    expect(await taskOf(due)).toBeUndefined()
    expect(await rows('SELECT next_at, attempts FROM jobs WHERE instance_id = ?', [due])).toMatchObject([{ attempts: 0 }])
    await resume(process)
    expect(await taskOf(due)).toMatchObject({ name: 'a' })
    expect(await taskOf(notYet)).toBeUndefined()
    const fired = "SELECT COUNT(*) AS n FROM activity_log WHERE instance_id = ? AND element = 'wait' AND type = 'completed'"
    expect(Number((await rows(fired, [due]))[0].n)).toBe(1)
  })

  it('lets an administrator move what is due, also of a timer that is held', async () => {
    const process = await publish(
      diagram(start() + timer('wait', 'PT1H') + user('a') + end() + chain('start', 'wait', 'a', 'end')),
    )
    const instance = await launch(process)
    await pause(process)
    await later(2 * 3_600_000)
    const [held] = (await admin.get(`/instances/${instance}/due`)).body.timers
    const dueAt = new Date(app.clock.now().getTime() + 5 * 3_600_000).toISOString()
    expect(await admin.put(`/instances/${instance}/due`, { timer: held.id, dueAt })).toMatchObject({ status: 200 })
    await resume(process)
    expect(await taskOf(instance)).toBeUndefined()
    await later(5 * 3_600_000)
    expect(await taskOf(instance)).toMatchObject({ name: 'a' })
  })

  it('calls nobody, and delivers when it goes on', async () => {
    const call = service('call', { type: 'webhook', url: 'http://127.0.0.1:1/none' })
    const process = await publish(diagram(start() + timer('wait', 'PT1H') + call + end() + chain('start', 'wait', 'call', 'end')))
    const instance = await launch(process)
    await pause(process)
    await later(2 * 3_600_000)
    expect(await rows('SELECT id FROM outbox WHERE instance_id = ?', [instance])).toEqual([])
    await resume(process)
    // a private address is refused at once: the call was made, and is a repair now
    expect((await admin.get(`/instances/${instance}`)).body.repairs).toMatchObject([{ element: 'call' }])
    await pause(process)
    const [repair] = (await admin.get(`/instances/${instance}`)).body.repairs
    expect(await admin.post(`/instances/${instance}/repairs/${repair.id}`, { how: 'retry' })).toMatchObject({
      status: 409,
      body: { code: 'PROCESS_PAUSED' },
    })
  })

  it('holds a start timer, which then counts on from its schedule', async () => {
    const every =
      '<bpmn:startEvent id="start" name="start"><bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>'
    const process = await publish(
      diagram(every + user('a', { who: { type: 'role', role: 'admin' } }) + end() + chain('start', 'a', 'end')),
    )
    await later(3_600_000)
    const count = async () => Number((await rows('SELECT COUNT(*) AS n FROM instances WHERE process_id = ?', [process]))[0].n)
    const before = await count()
    expect(before).toBeGreaterThan(0)
    await pause(process)
    await later(2 * 3_600_000)
    expect(await count()).toBe(before)
    await resume(process)
    // how many missed firings are made up is the timer's own to say
    expect(await count()).toBeGreaterThan(before)
    const [next] = await rows('SELECT next_at FROM jobs WHERE instance_id = ?', [process])
    const wait = Date.parse(next.next_at) - app.clock.now().getTime()
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(3_600_000)
    await admin.delete(`/processes/${process}`)
  })
})
