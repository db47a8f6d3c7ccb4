import { customersApp, type CustomersApp } from '../../support/customers-app.js'
import { eachDatabase } from '../../support/each-database.js'

eachDatabase('records over HTTP', database => {
  let app: CustomersApp['app']
  let admin: CustomersApp['admin']
  let published: CustomersApp['published']

  beforeAll(async () => {
    ;({ admin, app, published } = await customersApp(database))
  }, 30_000)
  afterAll(() => app.close())

  it('goes the whole way: create, list, read, change, log, delete', async () => {
    const form = await published()
    const created = await admin.post(`/forms/${form}/records`, { values: { name: 'Acme', phone: '13800138000', spend: 21 } })
    expect(created).toMatchObject({
      status: 201,
      body: { rev: 1, title: 'Acme', masked: ['phone'], values: { phone: '138****8000', double: '42' } },
    })
    const path = `/forms/${form}/records/${created.body.id}`
    const list = await admin.get(
      `/forms/${form}/records?q=${encodeURIComponent(JSON.stringify({ filter: { field: 'spend', op: 'gte', value: 21 } }))}`,
    )
    expect(list.body).toMatchObject({ total: 1, items: [{ id: created.body.id, values: { phone: '138****8000' } }] })
    // a masked value that comes back unchanged means the stored one
    const changed = await admin.patch(path, {
      rev: 1,
      values: { ...created.body.values, fixed: undefined, double: undefined, name: 'Acme Ltd' },
    })
    expect(changed).toMatchObject({ status: 200, body: { rev: 2, values: { name: 'Acme Ltd' } } })
    expect(await admin.post(`${path}/reveal`, { field: 'phone', reason: 'call back' })).toMatchObject({
      status: 200,
      body: { value: '13800138000' },
    })
    expect(await admin.patch(path, { rev: 1, values: { name: 'late' } })).toMatchObject({
      status: 409,
      body: { code: 'RECORD_CHANGED' },
    })
    const log = await admin.get(`${path}/log`)
    expect(log.body.map((entry: { action: string }) => entry.action)).toEqual(['revealed', 'changed', 'created'])
    expect(JSON.stringify(log.body)).not.toContain('13800138000')
    expect(await admin.delete(path)).toMatchObject({ status: 204 })
    expect(await admin.get(path)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_RECORD' } })
    // in the trash, the value is free again
    expect(await admin.post(`/forms/${form}/records`, { values: { name: 'Next', phone: '13800138000' } })).toMatchObject({
      status: 201,
    })
  })

  it('answers a repeated submission with the first answer, and counts it once', async () => {
    const form = await published()
    const send = () => admin.post(`/forms/${form}/records`, { values: { name: 'Once' } }, { 'idempotency-key': 'k1' })
    const answers = await Promise.all([send(), send(), send()])
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1)
    expect(answers.every(answer => answer.status === 201)).toBe(true)
    expect((await admin.get(`/forms/${form}/records`)).body.total).toBe(1)
    const other = await admin.post(`/forms/${form}/records`, { values: { name: 'Other' } }, { 'idempotency-key': 'k1' })
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
  })

  it('refuses fields that are unknown, hidden, fixed, computed, of the system or inherited, and keeps nothing', async () => {
    const form = await published()
    const record = (await admin.post(`/forms/${form}/records`, { values: { name: 'Acme' } })).body
    for (const [field, value] of [
      ['nonsense', 'x'],
      ['secret', 'x'],
      ['fixed', 'x'],
      ['double', '7'],
      ['_owner', 'x'],
      ['rev', 9],
      ['id', 'x'],
      ['constructor', 'x'],
      ['toString', 'x'],
    ] as const) {
      const created = await admin.post(`/forms/${form}/records`, { values: { name: 'Bad', [field]: value } })
      expect({ field, status: created.status }).toEqual({ field, status: 400 })
      const changed = await admin.patch(`/forms/${form}/records/${record.id}`, { rev: 1, values: { [field]: value } })
      expect({ field, status: changed.status }).toEqual({ field, status: 400 })
    }
    const proto = await admin.raw('POST', `/forms/${form}/records`, '{"values":{"name":"Bad","__proto__":{"secret":"x"}}}', {
      'content-type': 'application/json',
    })
    expect(proto.status).toBe(400)
    expect((await admin.get(`/forms/${form}/records`)).body.total).toBe(1)
  })
})
