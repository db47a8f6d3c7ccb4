import { customersApp, type CustomersApp } from '../../support/customers-app.js'
import { eachDatabase } from '../../support/each-database.js'
import type { Client } from '../../support/client.js'

eachDatabase('rights on records', database => {
  let app: CustomersApp['app']
  let admin: CustomersApp['admin']
  let published: CustomersApp['published']
  let colleague: CustomersApp['colleague']

  beforeAll(async () => {
    ;({ admin, app, colleague, published } = await customersApp(database))
  }, 30_000)
  afterAll(() => app.close())

  it('shows and changes own, department or all records as the role says, through every route', async () => {
    const form = await published()
    const north = (await admin.post('/departments', { name: 'North' })).body.id
    const south = (await admin.post('/departments', { name: 'South' })).body.id
    const all = ['view', 'create', 'edit', 'delete', 'reveal']
    const name = (who: string) => `${who}-${database}-${form.slice(-6)}`
    const own = await colleague(name('own'), form, 'own', all, north)
    const dep = await colleague(name('dep'), form, 'department', all, north)
    const every = await colleague(name('all'), form, 'all', ['view'], south)
    const none = await colleague(name('none'), form, 'all', ['create'], south)
    const mine = (await own.post(`/forms/${form}/records`, { values: { name: 'mine' } })).body.id
    const theirs = (await admin.post(`/forms/${form}/records`, { values: { name: 'theirs' } })).body.id
    const given = (await admin.post(`/forms/${form}/records`, { values: { name: 'given', owner: [own.id] } })).body.id
    const seenBy = async (client: Client) =>
      (await client.get(`/forms/${form}/records`)).body.items?.map((row: { id: string }) => row.id).sort()
    expect(await seenBy(own)).toEqual([mine, given].sort())
    expect(await seenBy(dep)).toEqual([mine, given].sort())
    expect(await seenBy(every)).toEqual([mine, theirs, given].sort())
    expect((await none.get(`/forms/${form}/records`)).status).toBe(403)
    const path = `/forms/${form}/records/${theirs}`
    for (const answer of [
      await own.get(path),
      await own.patch(path, { rev: 1, values: { name: 'x' } }),
      await own.delete(path),
      await own.get(`${path}/log`),
      await own.get(`${path}/decisions`),
      await own.post(`${path}/reveal`, { field: 'phone', reason: 'curious' }),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'NO_SUCH_RECORD' } })
    expect(await every.patch(path, { rev: 1, values: { name: 'x' } })).toMatchObject({ status: 403 })
    expect(await every.post(`${path}/reveal`, { field: 'phone', reason: 'curious' })).toMatchObject({ status: 403 })
    const stranger = await colleague(name('stranger'), 'elsewhere', 'all', all)
    expect(await stranger.get(path)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_FORM' } })
    expect((await app.anybody().get(path)).status).toBe(401)
  })

  it('tells who has the value only to those who may see him', async () => {
    const form = await published()
    const first = (await admin.post(`/forms/${form}/records`, { values: { name: 'Acme', phone: '13911112222' } })).body.id
    const again = { values: { name: 'Again', phone: '139 1111 2222' } }
    expect(await admin.post(`/forms/${form}/records`, again)).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'NOT_UNIQUE', at: 'phone', params: { existing: first, title: 'Acme' } }] },
    })
    const blind = await colleague(`blind-${database}`, form, 'own', ['create'])
    const answer = await blind.post(`/forms/${form}/records`, again)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).not.toContain(first)
  })

  it('never puts text of the asker into SQL', async () => {
    const form = await published()
    await admin.post(`/forms/${form}/records`, { values: { name: 'only' } })
    const payloads = [
      "name' OR '1'='1",
      'name; DROP TABLE users',
      'f_name',
      'name`',
      'name"',
      '(SELECT password FROM users)',
      'created_at DESC --',
      '_id/**/',
      '__proto__',
      'constructor',
      'name\u0000',
    ]
    for (const text of payloads) {
      const ask = (query: object) => admin.get(`/forms/${form}/records?q=${encodeURIComponent(JSON.stringify(query))}`)
      expect(await ask({ sort: [{ field: text }] })).toMatchObject({ status: 400 })
      expect(await ask({ filter: { field: text, op: 'eq', value: 'x' } })).toMatchObject({ status: 400 })
      expect(await ask({ filter: { field: 'name', op: text, value: 'x' } })).toMatchObject({ status: 400 })
      expect(await ask({ filter: { field: 'name', op: 'eq', value: text } })).toMatchObject({ status: 200, body: { total: 0 } })
      expect(await ask({ search: text })).toMatchObject({ status: 200 })
    }
    expect(await admin.get(`/forms/${form}/records?q={broken`)).toMatchObject({ status: 400, body: { code: 'BAD_QUERY' } })
    expect((await admin.get(`/forms/${form}/records`)).body.total).toBe(1)
  })

  it('finds personal values whole only, and never sorts or compares by them without the right', async () => {
    const form = await published()
    await admin.post(`/forms/${form}/records`, { values: { name: 'Acme', phone: '13577778888' } })
    const seller = await colleague(`seller-${database}`, form, 'all', ['view'])
    const ask = (query: object) => seller.get(`/forms/${form}/records?q=${encodeURIComponent(JSON.stringify(query))}`)
    expect((await ask({ search: '135 7777 8888' })).body.total).toBe(1)
    expect((await ask({ search: '1357777' })).body.total).toBe(0)
    expect((await ask({ search: 'acm' })).body.total).toBe(1)
    expect(await ask({ sort: [{ field: 'phone' }] })).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'PERSONAL_FIELD' }] },
    })
    expect(await ask({ filter: { field: 'phone', op: 'contains', value: '135' } })).toMatchObject({ status: 400 })
    expect(await ask({ filter: { field: 'secret', op: 'eq', value: 'x' } })).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'UNKNOWN_FIELD' }] },
    })
  })
})
