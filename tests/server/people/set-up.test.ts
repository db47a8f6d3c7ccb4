import { anApp, type TestApp } from '../../support/app.js'
import { eachDatabase } from '../../support/each-database.js'

const first = { organisation: '织流', name: '王', account: 'admin', password: 'a long password' }

eachDatabase('first set-up', database => {
  let app: TestApp
  beforeEach(async () => {
    app = await anApp({ database })
  })
  afterEach(() => app.close())

  test('is asked for while there is nobody, and signs the first administrator in', async () => {
    const client = app.anybody()
    expect((await client.get('/setup')).body).toEqual({ needed: true, demo: false, organisation: '', accounts: [] })

    const done = await client.post('/setup', first)
    expect(done).toMatchObject({ status: 201, body: { account: 'admin', admin: true, organisation: '织流' } })
    expect((await client.get('/me')).body).toEqual(done.body)
    expect((await client.get('/setup')).body.needed).toBe(false)
    expect((await app.anybody().post('/setup', { ...first, account: 'second' })).body.code).toBe('SETUP_DONE')
  })

  test('50 at the same time make one administrator', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => app.anybody().post('/setup', { ...first, account: `admin${i}` })),
    )
    const statuses = answers.map(answer => answer.status)
    expect(statuses.filter(status => status === 201)).toHaveLength(1)
    expect(statuses.filter(status => status === 409)).toHaveLength(49)
    expect(await app.db.query('SELECT account FROM users')).toHaveLength(1)
    expect(await app.db.query('SELECT id FROM roles')).toHaveLength(1)
  })
})
