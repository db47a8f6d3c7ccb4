import { Live } from '../../../server/http/live.js'
import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { chain, diagram, end, flow, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { settled } from '../../support/settled.js'

jest.setTimeout(60_000)

const simple = diagram(start() + user('a') + end() + chain('start', 'a', 'end'))
const stuck = diagram(
  start() + `<bpmn:exclusiveGateway id="choose" name="Which way" />` + user('a') + end() + flow('start', 'choose') +
    flow('choose', 'a', 'way = "a"') + flow('choose', 'end', 'way = "end"') + flow('a', 'end'),
) // prettier-ignore

eachDatabase('operating over HTTP', database => {
  let app: TestApp
  let admin: Client
  let ann: Client
  let home: string
  beforeAll(async () => {
    app = await anApp({ database, env: { RETENTION_DAYS: '365' } })
    admin = await app.admin()
    home = (await admin.post('/apps', { name: 'Tests' })).body.id
    await admin.post('/users', { account: 'ann', name: 'Ann', password: testPassword })
    ann = await app.signIn('ann')
  })
  afterAll(() => app.close())

  const publish = async (xml: string): Promise<string> => {
    const draft = (await admin.post(`/apps/${home}/processes`, { name: 'Follow up', xml })).body
    await admin.post(`/processes/${draft.id}/publish`, { revision: draft.revision })
    return draft.id
  }
  const launch = async (process: string, count: number): Promise<string[]> => {
    const ids: string[] = []
    for (let n = 0; n < count; n++) ids.push((await admin.post(`/processes/${process}/start`, {})).body.instance)
    return ids
  }
  const cancelling = (process: string) => ({ kind: 'cancel', filter: { process }, options: { reason: 'wrong year' } })

  it('a batch: tried, begun once however often it is sent, watched, read afterwards', async () => {
    const process = await publish(simple)
    const ids = await launch(process, 12)
    const preview = await admin.post('/batches/preview', cancelling(process))
    expect(preview).toMatchObject({ status: 200, body: { count: 12 } })
    expect(preview.body.first[0]).toMatchObject({
      id: ids[0],
      status: 'running',
      startedBy: { name: 'Admin' },
      record: null,
      repairs: 0,
    })
    const me = (await admin.get('/me')).body.user?.id ?? (await admin.get('/me')).body.id
    const heard: unknown[] = []
    const watching = app.get(Live).listen(me).subscribe(event => heard.push(event)) // prettier-ignore
    const key = { 'idempotency-key': `cancel-${process}` }
    const [first, second] = await Promise.all([1, 2].map(() => admin.post('/batches', cancelling(process), key)))
    const third = await admin.post('/batches', cancelling(process), key)
    expect([first!.status, second!.status, third.status]).toEqual([201, 201, 201])
    expect(new Set([first!.body.id, second!.body.id, third.body.id]).size).toBe(1)
    expect(first!.body).toMatchObject({ kind: 'cancel', total: 12, byName: 'Admin', filter: { process } })
    const other = await admin.post('/batches', { ...cancelling(process), kind: 'purge', options: {} }, key)
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
    await settled(app)
    watching.unsubscribe()
    expect(heard).toContainEqual({ kind: 'batch', id: first!.body.id })
    const { body } = await admin.get(`/batches/${first!.body.id}`)
    expect(body).toMatchObject({ status: 'done', total: 12, done: 12, failed: 0, skipped: 0, problems: [] })
    expect(body.endedAt).not.toBeNull()
    const list = (await admin.get('/batches?limit=1')).body
    expect(list.items).toMatchObject([{ id: first!.body.id }])
    expect(await admin.post(`/batches/${first!.body.id}/cancel`)).toMatchObject({ status: 409, body: { code: 'BATCH_ENDED' } })
    const log = await app.db.query('SELECT type FROM command_log WHERE instance_id = ?', [first!.body.id])
    expect(log).toEqual([{ type: 'batch-cancel' }])
    expect((await admin.get(`/instances/${ids[3]}`)).body.status).toBe('cancelled')
  })

  it('is for administrators only', async () => {
    const process = await publish(simple)
    const [instance] = await launch(process, 1)
    for (const answer of [
      await ann.post('/batches', cancelling(process)),
      await ann.post('/batches/preview', cancelling(process)),
      await ann.get('/batches'),
      await ann.get('/instances'),
      await ann.get('/repairs'),
      await ann.put(`/processes/${process}/retention`, { days: 1 }),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'ADMIN_ONLY' } })
    await settled(app)
    expect((await admin.get(`/instances/${instance}`)).body.status).toBe('running')
  })

  it.each<[string, object, number, string]>([
    ['no filter', { kind: 'purge', filter: {}, options: { force: true } }, 422, 'FILTER_REQUIRED'],
    ['an unknown kind', { kind: 'burn', filter: { process: 'p' } }, 422, 'BATCH_KIND_UNKNOWN'],
    ['a missing option', { kind: 'cancel', filter: { process: 'p' } }, 400, 'REQUIRED'],
    ['an unknown option', { kind: 'purge', filter: { process: 'p' }, options: { hard: true } }, 400, 'UNKNOWN_KEY'],
    ['an unknown condition', { kind: 'purge', filter: { proces: 'p' } }, 400, 'UNKNOWN_KEY'],
    ['a status that there is not', { kind: 'purge', filter: { status: ['sleeping'] } }, 400, 'NOT_AN_OPTION'],
    ['a time without a zone', { kind: 'purge', filter: { startedBefore: '2026-01-01 10:00' } }, 400, 'WRONG_FORMAT'],
    ['too many ids', { kind: 'purge', filter: { ids: Array.from({ length: 1_001 }, () => 'x') } }, 400, 'TOO_BIG'],
    ['no ids', { kind: 'purge', filter: { ids: [] } }, 400, 'TOO_SMALL'],
    ['a filter of SQL', { kind: 'purge', filter: { process: ["' OR 1=1"] } }, 400, 'WRONG_TYPE'],
  ])('refuses %s', async (_, body, status, code) => {
    const before = (await admin.get('/batches')).body.items.length
    const answer = await admin.post('/batches', body)
    expect(answer.status).toBe(status)
    expect(answer.body.problems.map((each: { code: string }) => each.code)).toContain(code)
    expect((await admin.get('/batches')).body.items).toHaveLength(before)
  })

  it('knows no batch that there is not', async () => {
    expect(await admin.get('/batches/none')).toMatchObject({ status: 404, body: { code: 'NO_SUCH_BATCH' } })
    expect(await admin.post('/batches/none/cancel')).toMatchObject({ status: 404, body: { code: 'NO_SUCH_BATCH' } })
  })

  it('instances: in pages, by process and status', async () => {
    const process = await publish(simple)
    const ids = (await launch(process, 5)).sort()
    await admin.post(`/instances/${ids[0]}/cancel`, { reason: 'x' })
    const first = (await admin.get(`/instances?process=${process}&limit=3`)).body
    expect(first.items.map((each: { id: string }) => each.id)).toEqual([ids[4], ids[3], ids[2]])
    const rest = (await admin.get(`/instances?process=${process}&limit=3&after=${first.next}`)).body
    expect(rest).toMatchObject({ items: [{ id: ids[1] }, { id: ids[0], status: 'cancelled' }], next: null })
    const running = (await admin.get(`/instances?process=${process}&status=running&element=a`)).body
    expect(running.items).toHaveLength(4)
    expect(await admin.get('/instances?limit=1000')).toMatchObject({ status: 400 })
    expect(await admin.get('/instances?status=asleep')).toMatchObject({ status: 400 })
  })

  it('repairs: in pages, grouped, told of, mended in one go', async () => {
    const process = await publish(stuck)
    const ids = (await launch(process, 3)).sort()
    const first = (await admin.get(`/repairs?process=${process}&limit=2`)).body
    expect(first.items).toMatchObject([
      { instance: ids[0], element: 'choose', elementName: 'Which way', problem: { code: 'NO_FLOW_TAKEN' } },
      { instance: ids[1] },
    ])
    const rest = (await admin.get(`/repairs?process=${process}&limit=2&after=${encodeURIComponent(first.next)}`)).body
    expect(rest).toMatchObject({ items: [{ instance: ids[2] }], next: null })
    expect((await admin.get(`/repairs?instance=${ids[1]}`)).body.items).toHaveLength(1)
    expect((await admin.get(`/repairs?process=${process}&code=ENDLESS_LOOP`)).body.items).toEqual([])
    expect((await admin.get(`/repairs/groups?process=${process}`)).body).toMatchObject([
      { process: { id: process, name: 'Follow up' }, element: 'choose', code: 'NO_FLOW_TAKEN', count: 3 },
    ])
    const notices = (await admin.get('/notifications')).body.filter((each: { code: string }) => each.code === 'REPAIR_NEW')
    expect(notices.map((each: { id: string }) => each.id).sort()).toEqual(ids.map(id => `${id}.repair`))
    expect(notices[0]).toMatchObject({ body: 'Which way', title: 'Follow up', read: false })
    const asked = { kind: 'skip-repairs', filter: { process, element: 'choose' }, options: { flow: 'choose_a' } }
    expect((await admin.post('/batches/preview', asked)).body).toMatchObject({ count: 3, first: [{ instance: ids[0] }, {}, {}] })
    const { id } = (await admin.post('/batches', asked)).body
    await settled(app)
    expect((await admin.get(`/batches/${id}`)).body).toMatchObject({ status: 'done', done: 3 })
    expect((await admin.get(`/repairs?process=${process}`)).body.items).toEqual([])
    expect((await admin.get('/notifications')).body.filter((each: { code: string; read: boolean }) => each.code === 'REPAIR_NEW' && !each.read)).toEqual([]) // prettier-ignore
  })

  it('retention: as the server is set, until a process says otherwise', async () => {
    const process = await publish(simple)
    const read = async () => (await admin.get(`/processes/${process}/operations`)).body.retention
    expect(await read()).toEqual({ days: 365, own: false })
    expect((await admin.put(`/processes/${process}/retention`, { days: 30 })).body.retention).toEqual({ days: 30, own: true })
    await admin.put(`/processes/${process}/retention`, { days: 0 })
    expect(await read()).toEqual({ days: 0, own: true })
    await admin.put(`/processes/${process}/retention`, { days: null })
    expect(await read()).toEqual({ days: 365, own: false })
    expect(await admin.put(`/processes/${process}/retention`, { days: -1 })).toMatchObject({ status: 400 })
    expect(await admin.put(`/processes/${process}/retention`, { days: 1.5 })).toMatchObject({ status: 400 })
    expect(await admin.put('/processes/none/retention', { days: 1 })).toMatchObject({ status: 404 })
  })

  it('works off the night by itself', async () => {
    const process = await publish(simple)
    const ids = await launch(process, 2)
    await admin.post(`/instances/${ids[0]}/cancel`, { reason: 'x' })
    await admin.put(`/processes/${process}/retention`, { days: 1 })
    app.clock.advance(3 * 86_400_000)
    await settled(app)
    expect((await admin.get(`/instances/${ids[0]}`)).status).toBe(404)
    expect((await admin.get(`/instances/${ids[1]}`)).body.status).toBe('running')
    const jobs = await app.db.query("SELECT next_at FROM jobs WHERE kind = 'retention'")
    expect(jobs).toHaveLength(1)
    expect(jobs[0].next_at > app.clock.now().toISOString()).toBe(true)
  })
})
