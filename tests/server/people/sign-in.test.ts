import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'

eachDatabase('signing in', database => {
  let app: TestApp
  let admin: Client
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    await admin.post('/users', { account: 'Li.Na', name: '李娜', password: testPassword })
  })
  afterAll(() => app.close())
  afterEach(() => void app.clock.advance(86_400_000 - 1))

  const wrong = (account: string, ip?: string) => app.anybody(ip).post('/session', { account, password: 'not the password' })

  test('works whatever the case of the account, and the answer holds no secret', async () => {
    const client = app.anybody()
    const answer = await client.post('/session', { account: 'LI.NA', password: testPassword })
    expect(answer).toMatchObject({ status: 200, body: { account: 'Li.Na', name: '李娜', admin: false } })
    expect(JSON.stringify(answer.body)).not.toMatch(/argon2|password/)
    expect(answer.headers['set-cookie']).toMatch(/^formloom=[\w-]{43}; .*HttpOnly; SameSite=Lax/)
  })

  test('over https the cookie is bound to the host', async () => {
    const secure = await anApp({ env: { BASE_URL: 'https://forms.example' } })
    const answer = await secure
      .anybody()
      .post('/setup', { organisation: 'o', name: 'n', account: 'admin', password: testPassword })
    expect(answer.headers['set-cookie']).toMatch(/^__Host-formloom=.*; Path=\/; HttpOnly; Secure; SameSite=Lax/)
    await secure.close()
  })

  test('an unknown account, a wrong password and a disabled account get one and the same answer', async () => {
    await admin.post('/users', { account: 'gone', name: 'x', password: testPassword })
    const users = await admin.get('/users?search=gone')
    await admin.patch(`/users/${users.body.items[0].id}`, { disabled: true })
    const answers = [
      await wrong('nobody'),
      await wrong('li.na'),
      await app.anybody().post('/session', { account: 'gone', password: testPassword }),
    ]
    for (const { status, body } of answers)
      expect({ status, ...body, request: '' }).toEqual({ ...answers[0]!.body, status: 401, code: 'WRONG_PASSWORD', request: '' })
  })

  test('after five wrong passwords the next try waits, longer each time; other people are not held up', async () => {
    for (let i = 0; i < 5; i++) expect((await wrong('li.na')).body.code).toBe('WRONG_PASSWORD')
    const first = await app.anybody().post('/session', { account: 'li.na', password: testPassword })
    expect(first).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TRIES', params: { retryAfter: 2 } } })
    expect(first.headers['retry-after']).toBe('2')

    app.clock.advance(2000)
    expect((await wrong('li.na')).status).toBe(401)
    expect((await wrong('li.na')).body.params).toEqual({ retryAfter: 4 })
    expect((await app.anybody().post('/session', { account: 'admin', password: testPassword })).status).toBe(200)
    // from another address the owner still gets in, and that forgets the tries
    expect((await app.anybody('10.0.0.9').post('/session', { account: 'li.na', password: testPassword })).status).toBe(200)
  })

  test('parallel tries are counted before they are judged', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => wrong('li.na')))
    expect(answers.filter(answer => answer.status === 401)).toHaveLength(5)
    expect(answers.filter(answer => answer.status === 429)).toHaveLength(15)
  })

  test('the old password cannot be guessed at a browser that was left open', async () => {
    const lina = await app.signIn('li.na')
    const change = (old: string) => lina.patch('/me', { password: { old, new: 'formloom-new' } })
    for (let i = 0; i < 5; i++) expect((await change(`guess ${i}`)).status).toBe(422)
    expect(await change(testPassword)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TRIES' } })
    app.clock.advance(2000)
    expect((await change(testPassword)).status).toBe(200)
  })

  test('behind a proxy an address is what the proxy says, not what the client claims', async () => {
    const proxied = await anApp({ env: { TRUST_PROXY: '1' } })
    await proxied.admin()
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        proxied
          .anybody()
          .post('/session', { account: 'admin', password: 'wrong' }, { 'x-forwarded-for': `10.9.8.${nth}, 203.0.113.7` }),
      ),
    )
    expect(tries.filter(answer => answer.status === 429)).toHaveLength(15)
    const elsewhere = { 'x-forwarded-for': '203.0.113.8' }
    expect((await proxied.anybody().post('/session', { account: 'admin', password: testPassword }, elsewhere)).status).toBe(200)
    await proxied.close()
  })
})
