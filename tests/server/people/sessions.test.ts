import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'

const day = 86_400_000

eachDatabase('sessions', database => {
  let app: TestApp
  let admin: Client
  let id: string
  beforeEach(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    id = (await admin.post('/users', { account: 'lina', name: '李娜', password: testPassword })).body.id
  })
  afterEach(() => app.close())

  test('live on over a restart of the server, with only a hash in the database', async () => {
    const lina = await app.signIn('lina')
    const token = Object.values(lina.jar)[0]!
    expect(JSON.stringify(await app.db.query('SELECT * FROM sessions'))).not.toContain(token)
    app = await app.restart()
    const again = app.anybody()
    again.jar = lina.jar
    expect((await again.get('/me')).body.name).toBe('李娜')
  })

  test('end after 30 idle days, and after 90 days however busy', async () => {
    const idle = await app.signIn('lina')
    const busy = await app.signIn('lina')
    for (let passed = 0; passed < 88; passed += 11) {
      app.clock.advance(11 * day)
      expect((await busy.get('/me')).status).toBe(200)
    }
    expect((await idle.get('/me')).body.code).toBe('SIGNED_OUT')
    app.clock.advance(3 * day)
    expect((await busy.get('/me')).body.code).toBe('SIGNED_OUT')
  })

  test('can be seen and ended by their owner only', async () => {
    const phone = await app.signIn('lina')
    const desk = await app.signIn('lina')
    const sessions = (await desk.get('/me/sessions')).body
    expect(sessions).toHaveLength(2)
    const other = sessions.find((session: { current: boolean }) => !session.current)
    expect((await admin.delete(`/me/sessions/${other.id}`)).body.code).toBe('NO_SUCH_SESSION')
    expect((await desk.delete(`/me/sessions/${other.id}`)).status).toBe(204)
    expect((await phone.get('/me')).status).toBe(401)
    expect((await desk.get('/me')).status).toBe(200)
  })

  test('signing out ends the token, not only the cookie; signing in again gives a new one', async () => {
    const lina = await app.signIn('lina')
    const stolen = lina.jar
    await lina.post('/session', { account: 'lina', password: testPassword })
    const thief = app.anybody()
    thief.jar = stolen
    expect((await thief.get('/me')).status).toBe(401)
    const second = lina.jar
    expect((await lina.delete('/session')).status).toBe(204)
    thief.jar = second
    expect((await thief.get('/me')).status).toBe(401)
  })

  test('a disabled user and a lost role count on the next request', async () => {
    const role = (await admin.get('/roles')).body.find((role: { key: string }) => role.key === 'admin')
    await admin.patch(`/users/${id}`, { roles: [role.id] })
    const lina = await app.signIn('lina')
    expect((await lina.get('/users')).status).toBe(200)
    await admin.patch(`/users/${id}`, { roles: [] })
    expect((await lina.get('/users')).body.code).toBe('ADMIN_ONLY')
    await admin.patch(`/users/${id}`, { disabled: true })
    expect((await lina.get('/me')).body.code).toBe('SIGNED_OUT')
  })

  test('a new password needs the old one and ends the other sessions', async () => {
    const here = await app.signIn('lina')
    const there = await app.signIn('lina')
    const refused = await here.patch('/me', { password: { old: 'wrong', new: 'another one' } })
    expect(refused).toMatchObject({ status: 422, body: { problems: [{ code: 'WRONG_PASSWORD', at: 'password.old' }] } })
    expect((await here.patch('/me', { password: { old: testPassword, new: 'another one' } })).status).toBe(200)
    expect((await here.get('/me')).status).toBe(200)
    expect((await there.get('/me')).status).toBe(401)
    await app.signIn('lina', 'another one')
  })
})
