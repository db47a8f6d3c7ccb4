import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'
import { settled } from '../../support/settled.js'
import { bpmn, flow } from '../../support/process.js'

jest.setTimeout(60_000)

const caught = bpmn(
  `<bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="catch"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent><bpmn:endEvent id="end"/>${flow('a', 'start', 'catch')}${flow('b', 'catch', 'end')}`,
  '<bpmn:signal id="s" name="stop"/>',
)

eachDatabase('signals over HTTP', database => {
  let app: TestApp
  let admin: Client
  let process: string
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    const { body: created } = await admin.post('/apps', { name: 'Shop' })
    const { body: draft } = await admin.post(`/apps/${created.id}/processes`, { name: 'Stop', xml: caught })
    process = draft.id
    expect((await admin.post(`/processes/${process}/publish`, { revision: draft.revision })).status).toBeLessThan(300)
  })
  afterAll(() => app.close())

  it('are accepted at once, reach who listens, and tell how far they came', async () => {
    const { instance } = (await admin.post(`/processes/${process}/start`, {})).body
    app.clock.advance(5)
    const posted = await admin.post('/signals', { name: 'stop', data: { why: 'fire' } }, { 'idempotency-key': 'sig-1' })
    expect(posted).toMatchObject({ status: 202, body: { id: 'sig-1', name: 'stop', source: 'api' } })
    await settled(app)
    expect((await admin.get(`/instances/${instance}`)).body.status).toBe('completed')
    expect((await admin.get('/signals/sig-1')).body).toMatchObject({ status: 'done', reached: 1, started: 0 })
    expect((await admin.post('/signals', { name: 'stop', id: 'sig-1' })).body).toMatchObject({ status: 'done', reached: 1 })
    expect((await admin.get('/signals')).body).toMatchObject({ total: 1, items: [{ id: 'sig-1', status: 'done' }] })
  })

  it('are refused with a reason', async () => {
    expect(await admin.post('/signals', { name: 'other', id: 'sig-1' })).toMatchObject({
      status: 422,
      body: { code: 'SIGNAL_ID_REUSED' },
    })
    expect(await admin.post('/signals', { data: {} })).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'REQUIRED', at: 'name' }] },
    })
    expect(await admin.post('/signals', { name: 'x', key: 'k' })).toMatchObject({ status: 400, body: { code: 'UNKNOWN_KEY' } })
    expect(await admin.get('/signals/none')).toMatchObject({ status: 404, body: { code: 'NO_SUCH_SIGNAL' } })
    await admin.post('/users', { account: 'bob', name: 'Bob', password: testPassword })
    const bob = await app.signIn('bob')
    expect(await bob.post('/signals', { name: 'stop' })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    expect((await bob.get('/signals')).status).toBe(403)
  })
})
