import { reader } from '../../../server/db/transaction.js'
import { publishedForm } from '../../../server/forms/published-form.js'
import type { Client } from '../../support/client.js'
import { aWorld, type World } from '../../support/world.js'

jest.setTimeout(60_000)

/** What is hidden stays in the house: fields, columns of rows, and the names of those who stand in them. */
describe('hidden', () => {
  let world: World
  let manager: Client
  let path: string
  beforeAll(async () => {
    world = await aWorld()
    manager = world.people.manager
    const { form, record } = world.ids
    path = `/forms/${form}/records/${record}`
    const boss = await world.admin.post('/users', { account: 'boss', name: 'Ms Secret', password: 'formloom' })
    // only programs write hidden fields: here the database stands for a process
    const { table, fields, subforms } = (await publishedForm(reader(world.app.db), form!))!.storage
    await world.app.db.query(`UPDATE "${table}" SET "${fields.secret!.column}" = 'hush', "${fields.boss!.column}" = ?`, [
      JSON.stringify([boss.body.id]),
    ])
    await world.app.db.query(`UPDATE "${subforms.items!.table}" SET "${subforms.items!.fields.cost!.column}" = 'cheap'`)
    const items = (await manager.get(path)).body.values.items
    await manager.patch(path, { rev: 1, values: { items: [...items, { what: 'coffee' }] } })
  })
  afterAll(() => world.app.close())

  const secrets = /hush|cheap|Ms Secret/

  test('columns, fields and names are in no answer', async () => {
    const { form, task, instance } = world.ids
    for (const address of [
      path,
      `${path}/log`,
      `${path}/decisions`,
      `/forms/${form}/records`,
      `/tasks/${task}`,
      `/instances/${instance}`,
    ])
      expect([address, JSON.stringify((await manager.get(address)).body).match(secrets)]).toEqual([address, null])
    // they are there: an administrator sees them
    expect(JSON.stringify((await world.admin.get(path)).body)).toMatch(/hush.*cheap.*Ms Secret/)
  })

  test('fields cannot be revealed, asked for or written', async () => {
    expect(await manager.post(`${path}/reveal`, { field: 'secret', reason: 'curious' })).toMatchObject({
      status: 404,
      body: { code: 'NO_SUCH_FIELD' },
    })
    const query = encodeURIComponent(JSON.stringify({ filter: { field: 'secret', op: 'eq', value: 'hush' } }))
    expect(await manager.get(`/forms/${world.ids.form}/records?q=${query}`)).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'UNKNOWN_FIELD' }] },
    })
    const items = [{ what: 'tea', cost: '1' }]
    expect(await manager.post(`/forms/${world.ids.form}/records`, { values: { name: 'x', items } })).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'FIELD_NOT_ALLOWED', at: 'items[0].cost' }] },
    })
  })

  test('addresses of webhooks, which often hold a key, are for administrators', async () => {
    const address = `/instances/${world.ids.instance}`
    expect((await world.admin.get(address)).body.xml).toContain('TOPSECRET')
    const { xml } = (await manager.get(address)).body
    expect(xml).toMatch(/<bpmn:serviceTask id="call"/)
    expect(xml).not.toContain('TOPSECRET')
  })

  test('cells survive that somebody who cannot see them changes the row', async () => {
    expect(JSON.stringify((await world.admin.get(path)).body.values.items)).toMatch(/cheap/)
  })

  test('a search finds nothing by them', async () => {
    const query = encodeURIComponent(JSON.stringify({ search: 'hush' }))
    expect((await manager.get(`/forms/${world.ids.form}/records?q=${query}`)).body.total).toBe(0)
  })
})
