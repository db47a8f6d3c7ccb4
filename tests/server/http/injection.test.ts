import { customersApp, type CustomersApp } from '../../support/customers-app.js'
import { eachDatabase } from '../../support/each-database.js'

jest.setTimeout(120_000)

const seeds = [
  `'`,
  `"`,
  '`',
  `\\`,
  `\\'`,
  `' OR 1=1 --`,
  `" OR 1=1 #`,
  '` OR 1=1 --',
  `') OR ('1'='1`,
  `1; DROP TABLE users`,
  `'; DELETE FROM users; --`,
  `' UNION SELECT password FROM users --`,
  `x' AND SLEEP(5) AND '1'='1`,
  `(SELECT 1 FROM users)`,
  `name, (SELECT password FROM users)`,
  `name DESC; SELECT 1`,
  `CASE WHEN 1=1 THEN name ELSE id END`,
  `%`,
  `_`,
  `!%`,
  `%' ESCAPE '\\`,
  `\0' OR 1=1 --`,
  `\u00bf' OR 1=1 --`,
  `\ud800`,
  `/*!50000 UNION SELECT 1*/`,
  `?`,
  `:id`,
  `$1`,
  `{"a":1}`,
  `[]`,
  `__proto__`,
  `constructor`,
  `c_1`,
  `created_at`,
  `password`,
  `users.password`,
  `"users"."password"`,
  `_id' --`,
  `_createdAt; --`,
  `NULL`,
]
/** Every seed bare, as the end and as the beginning of something allowed, in other letters and twice: two hundred. */
const payloads = seeds.flatMap(seed => [seed, `name${seed}`, `${seed}name`, seed.toUpperCase(), `${seed} ${seed}`])

eachDatabase('text that looks like SQL', database => {
  let world: CustomersApp
  let form: string
  beforeAll(async () => {
    world = await customersApp(database)
    form = await world.published()
    await world.admin.post(`/forms/${form}/records`, { values: { name: 'Acme', phone: '13800138000', spend: 1 } })
  })
  afterAll(() => world.app.close())

  const list = (query: object) => world.admin.get(`/forms/${form}/records?q=${encodeURIComponent(JSON.stringify(query))}`)

  it('is no name of a field: refused by name, in filters, sorts and operators', async () => {
    expect(payloads).toHaveLength(200)
    for (const field of payloads) {
      for (const query of [
        { filter: { field, op: 'eq', value: 'x' } },
        { filter: { any: [{ all: [{ field, op: 'empty' }] }] } },
        { sort: [{ field }] },
        { filter: { field: 'name', op: field, value: 'x' } },
      ])
        expect([query, (await list(query)).status]).toEqual([query, 400])
    }
  })

  it('is nothing but a value: it finds what holds it, and nothing else', async () => {
    for (const text of payloads) {
      for (const query of [
        { filter: { field: 'name', op: 'eq', value: text } },
        { filter: { field: 'name', op: 'in', value: [text] } },
        { filter: { field: '_id', op: 'eq', value: text } },
        { search: `zzz${text}`.slice(0, 100) },
      ]) {
        const { status, body } = await list(query)
        // an empty value, or one that cannot be one, is refused; what is asked for finds nothing
        if (status === 200) expect([query, body.total]).toEqual([query, 0])
        else expect([query, status]).toEqual([query, 400])
      }
    }
  })

  it('passes through the other lists and addresses', async () => {
    const { admin } = world
    for (const text of payloads) {
      const asked = encodeURIComponent(text.slice(0, 50).replace(/\p{Surrogate}/gu, ''))
      for (const path of [`/users?search=zzz${asked}`, `/tasks?search=${asked}`])
        expect([path, await admin.get(path)]).toMatchObject([path, { status: 200, body: { total: 0 } }])
      for (const path of [`/people?search=zzz${asked}`, `/people?ids=${asked}`])
        expect([path, await admin.get(path)]).toMatchObject([path, { status: 200, body: [] }])
      for (const path of [`/forms/${asked}/records`, `/forms/${form}/records/${asked}`, `/tasks/${asked}`, `/files/${asked}`])
        expect([path, (await admin.get(path)).status]).toEqual([path, 404])
    }
  })

  it('comes back as it was written', async () => {
    const { admin } = world
    for (const text of seeds) {
      const { status, body } = await admin.post(`/forms/${form}/records`, { values: { name: `x${text}` } })
      expect([text, status]).toEqual([text, 201])
      const again = await admin.get(`/forms/${form}/records/${body.id}`)
      expect(again.body.values.name).toBe(body.values.name)
    }
    expect((await admin.get('/users')).body.total).toBe(1)
  })

  it('and numbers beyond all numbers, are no trouble either', async () => {
    for (const page of [1e15, Number.MAX_SAFE_INTEGER, 1e308])
      expect([page, await list({ page, pageSize: 200 })]).toMatchObject([page, { status: 200, body: { items: [] } }])
    for (const path of ['/users?page=9007199254740991&pageSize=200', '/tasks?page=100000'])
      expect([path, (await world.admin.get(path)).status]).toEqual([path, 200])
    for (const version of ['Infinity', '1e400', '-1', '0x1', '99999999999999999999', "1' --"])
      expect((await world.admin.get(`/processes/x/versions/${encodeURIComponent(version)}/xml`)).body.code).toBe(
        'NO_SUCH_VERSION',
      )
  })
})
