import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'
import { waiting } from '../../support/messages.js'

jest.setTimeout(60_000)

eachDatabase('messages over HTTP', database => {
  let app: TestApp
  let admin: Client
  let process: string
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    const { body: created } = await admin.post('/apps', { name: 'Shop' })
    const { body: draft } = await admin.post(`/apps/${created.id}/processes`, { name: 'Order', xml: waiting('paid') })
    process = draft.id
    expect((await admin.post(`/processes/${process}/publish`, { revision: draft.revision })).status).toBeLessThan(300)
  })
  afterAll(() => app.close())

  const begin = async (order: string): Promise<string> =>
    (await admin.post(`/processes/${process}/start`, { data: { order } })).body.instance

  it('are accepted, and answered with what became of them', async () => {
    const instance = await begin('1')
    expect(await admin.post('/messages', { name: 'paid', key: 1, data: { amount: 5 }, id: 'm-1' })).toMatchObject({
      status: 202,
      body: { id: 'm-1', status: 'delivered', instance },
    })
    const waits = await admin.post('/messages', { name: 'paid', key: '2' })
    expect(waits).toMatchObject({ status: 202, body: { id: expect.any(String), status: 'waiting' } })
    expect(waits.body).not.toHaveProperty('instance')
    expect((await admin.get('/messages/m-1')).body).toMatchObject({ data: { amount: 5 }, source: 'api', key: '1', instance })
  })

  it('count once under one id or one Idempotency-Key', async () => {
    const instance = await begin('once')
    const ask = { name: 'paid', key: 'once' }
    const keyed = () => admin.post('/messages', ask, { 'idempotency-key': 'key-1' })
    const answers = await Promise.all(Array.from({ length: 20 }, keyed))
    expect(answers.map(each => each.body)).toEqual(Array(20).fill({ id: 'key-1', status: 'delivered', instance }))
    expect((await keyed()).body).toEqual({ id: 'key-1', status: 'delivered', instance })
    expect(await admin.post('/messages', { ...ask, key: 'other', id: 'key-1' })).toMatchObject({
      status: 422,
      body: { code: 'MESSAGE_ID_REUSED' },
    })
    expect((await admin.get('/messages?key=once')).body).toMatchObject({ total: 1 })
  })

  it('are sent by who has the right to, and looked at by administrators', async () => {
    await admin.post('/users', { account: 'bob', name: 'Bob', password: testPassword })
    const bob = await app.signIn('bob')
    expect(await bob.post('/messages', { name: 'paid' })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', problems: [{ code: 'MISSING_RIGHT', params: { action: 'send-messages' } }] },
    })
    expect((await bob.get('/messages')).status).toBe(403)
    expect((await app.anybody().post('/messages', { name: 'paid' })).status).toBe(401)
  })

  it.each([
    [{}, 400, 'VALIDATION', 'REQUIRED'],
    [{ name: ' ' }, 400, 'VALIDATION', 'REQUIRED'],
    [{ name: 'a'.repeat(201) }, 400, 'VALIDATION', 'TOO_BIG'],
    [{ name: 'paid', data: 5 }, 400, 'VALIDATION', 'WRONG_TYPE'],
    [{ name: 'paid', data: [1] }, 400, 'VALIDATION', 'WRONG_TYPE'],
    [{ name: 'paid', amount: 5 }, 400, 'UNKNOWN_KEY', 'UNKNOWN_KEY'],
    [{ name: 'paid', id: 'a b' }, 400, 'VALIDATION', 'WRONG_FORMAT'],
    [{ name: 'paid', ttl: 'tomorrow' }, 400, 'TTL_NOT_UNDERSTOOD', 'TTL_NOT_UNDERSTOOD'],
    [{ name: 'paid', ttl: 'P2Y' }, 400, 'TTL_NOT_UNDERSTOOD', 'TTL_NOT_UNDERSTOOD'],
    [{ name: 'paid', ttl: -1 }, 400, 'VALIDATION', 'TOO_SMALL'],
  ])('are refused with a reason: %j', async (body, status, code, problem) => {
    expect(await admin.post('/messages', body)).toMatchObject({ status, body: { code, problems: [{ code: problem }] } })
  })

  it('carry up to a mebibyte, body and all', async () => {
    const instance = await begin('big')
    const text = 'x'.repeat(1_048_576 - 200)
    expect((await admin.post('/messages', { name: 'paid', key: 'big', data: { text } })).body).toMatchObject({ instance })
    const [row] = await app.db.query<{ value: string }[]>("SELECT value FROM variables WHERE instance_id = ? AND name = 'text'", [
      instance,
    ])
    expect(JSON.parse(row!.value)).toBe(text)
    expect(await admin.post('/messages', { name: 'paid', data: { text: 'x'.repeat(1_048_577) } })).toMatchObject({
      status: 413,
      body: { code: 'BODY_TOO_LARGE' },
    })
  })

  it('are listed in pages, deleted while nobody has them, sent again when they are over', async () => {
    for (let n = 0; n < 51; n++) await admin.post('/messages', { name: 'list', key: String(n), ttl: 3600 })
    const first = (await admin.get('/messages?name=list&status=waiting')).body
    expect(first).toMatchObject({ total: 51, page: 1, pageSize: 50 })
    expect(first.items).toHaveLength(50)
    expect((await admin.get('/messages?name=list&page=2')).body.items).toHaveLength(1)
    expect((await admin.get('/messages?status=lost')).status).toBe(400)
    const { id } = first.items[0]
    expect((await admin.delete(`/messages/${id}`)).status).toBe(204)
    expect(await admin.delete(`/messages/${id}`)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_MESSAGE' } })
    expect(await admin.delete('/messages/m-1')).toMatchObject({ status: 409, body: { code: 'MESSAGE_DELIVERED' } })
    expect(await admin.post('/messages/m-1/resend')).toMatchObject({ status: 409, body: { code: 'MESSAGE_DELIVERED' } })
    app.clock.advance(2 * 3_600_000)
    expect((await admin.get('/messages?name=list&status=expired')).body.total).toBe(50)
    const again = first.items[1].id
    expect((await admin.post(`/messages/${again}/resend`, { ttl: 'PT1H' })).body).toEqual({ id: again, status: 'waiting' })
    expect((await admin.get('/messages?name=list&status=waiting')).body.total).toBe(1)
  })
})
