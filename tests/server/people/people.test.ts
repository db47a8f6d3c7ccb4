import { inTransaction, reader } from '../../../server/db/transaction.js'
import { changeRole } from '../../../server/people/roles.js'
import { findSession } from '../../../server/people/sessions.js'
import { whoIs } from '../../../server/people/who-is.js'
import { can, inScope, rowScope } from '../../../server/people/rights.js'
import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'

eachDatabase('people', database => {
  let app: TestApp
  let admin: Client
  beforeEach(async () => {
    app = await anApp({ database })
    admin = await app.admin()
  })
  afterEach(() => app.close())

  const user = async (account: string, more: object = {}) =>
    (await admin.post('/users', { account, name: account, password: testPassword, ...more })).body
  const department = async (name: string, parent?: string) =>
    (await admin.post('/departments', { name, ...(parent ? { parent } : {}) })).body
  const principal = async (client: Client) => {
    const session = await findSession(reader(app.db), Object.values(client.jar)[0]!, app.clock.now())
    return (await whoIs(reader(app.db), session!))!
  }

  test('accounts are unique without regard to case; references are checked', async () => {
    await user('lina')
    expect(await admin.post('/users', { account: 'LINA', name: 'x', password: testPassword })).toMatchObject({
      status: 409,
      body: { code: 'ACCOUNT_TAKEN' },
    })
    const refused = await admin.post('/users', { account: 'b', name: 'b', password: testPassword })
    expect(refused.body.problems).toEqual([{ code: 'WRONG_FORMAT', at: 'account', params: { format: 'regex' } }])
    expect(
      (await admin.post('/users', { account: 'bo', name: 'b', password: testPassword, department: 'nope' })).body.problems[0]
        .code,
    ).toBe('NO_SUCH_DEPARTMENT')
    expect(
      (await admin.post('/users', { account: 'bo', name: 'b', password: testPassword, roles: ['nope'] })).body.problems[0].code,
    ).toBe('NO_SUCH_ROLE')
    expect((await admin.get('/users')).body.total).toBe(2)
  })

  test('departments are a tree without circles, and go only when empty', async () => {
    const sales = await department('销售部')
    const north = await department('华北', sales.id)
    expect((await admin.patch(`/departments/${sales.id}`, { parent: north.id })).body.problems).toEqual([
      { code: 'DEPARTMENT_CIRCLE', at: 'parent' },
    ])
    expect((await admin.delete(`/departments/${sales.id}`)).body.code).toBe('DEPARTMENT_NOT_EMPTY')
    const lina = await user('lina', { department: north.id })
    expect((await admin.patch(`/departments/${north.id}`, { head: lina.id })).body).toMatchObject({
      head: lina.id,
      members: 1,
      parent: sales.id,
    })
    await admin.patch(`/users/${lina.id}`, { department: null })
    expect((await admin.delete(`/departments/${north.id}`)).status).toBe(204)
  })

  test('the last administrator stays, also when two remove each other at the same time', async () => {
    const role = (await admin.get('/roles')).body[0]
    expect((await admin.patch(`/roles/${role.id}`, { members: [] })).body.code).toBe('LAST_ADMIN')
    expect((await admin.delete(`/roles/${role.id}`)).body.code).toBe('BUILT_IN_ROLE')
    const second = await user('second', { roles: [role.id] })
    const me = (await admin.get('/me')).body
    const other = await app.signIn('second')
    const answers = await Promise.all([
      admin.patch(`/users/${second.id}`, { disabled: true }),
      other.patch(`/users/${me.id}`, { disabled: true }),
    ])
    expect(answers.filter(answer => answer.status === 200)).toHaveLength(1)
  })

  test('pickers find people by a part of the name, signs taken literally, and names of disabled people by id', async () => {
    const percent = await user('percent', { name: '100% Li' })
    await user('plain', { name: 'Plain' })
    const find = async (search: string) =>
      (await admin.get(`/people?search=${encodeURIComponent(search)}`)).body.map((person: { name: string }) => person.name)
    expect(await find('% l')).toEqual(['100% Li'])
    expect(await find('_')).toEqual([])
    await admin.patch(`/users/${percent.id}`, { disabled: true })
    expect(await find('100')).toEqual([])
    expect((await admin.get(`/people?ids=${percent.id}`)).body).toEqual([{ id: percent.id, name: '100% Li' }])
  })

  test('rights are the union of the roles, with the rows of sub-departments', async () => {
    const sales = await department('销售部')
    const north = await department('华北', sales.id)
    await user('lina', { department: sales.id })
    const lina = await app.signIn('lina')
    expect(can(await principal(lina), 'view', 'form1')).toBe(false)
    expect(rowScope(await principal(lina), 'form1')).toBe('none')

    const { id } = (await lina.get('/me')).body
    const grants = [{ form: 'form1', actions: ['view', 'create'], rows: 'own' }]
    const first = (await admin.post('/roles', { name: 'one', members: [id], grants })).body
    const own = await principal(lina)
    expect(can(own, 'create', 'form1')).toBe(true)
    expect(can(own, 'edit', 'form1')).toBe(false)
    expect(can(own, 'view', 'form2')).toBe(false)
    const row = { _owner: null, _createdBy: 'somebody', _department: north.id }
    expect(inScope(rowScope(own, 'form1'), row)).toBe(false)
    expect(inScope(rowScope(own, 'form1'), { ...row, _owner: id })).toBe(true)

    await admin.post('/roles', { name: 'two', members: [id], grants: [{ form: 'form1', actions: ['view'], rows: 'department' }] })
    const wider = await principal(lina)
    expect(inScope(rowScope(wider, 'form1'), row)).toBe(true)
    expect(rowScope(wider, 'form1', 'create')).toEqual(rowScope(own, 'form1'))

    await inTransaction(app.db, tx => changeRole(tx, first.id, { grants: [{ form: 'form1', actions: ['view'], rows: 'all' }] }))
    expect(rowScope(await principal(lina), 'form1')).toBe('all')
    expect((await admin.delete(`/roles/${first.id}`)).status).toBe(204)
    expect(rowScope(await principal(lina), 'form1')).not.toBe('all')
  })
})
