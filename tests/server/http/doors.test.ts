import { ModulesContainer } from '@nestjs/core'
import { routeTable } from '../../../server/http/routes.js'
import { anApp, testPassword, type TestApp } from '../../support/app.js'

/** Routes that answer somebody who is not signed in. A new one is a decision: it is written down here. */
const open = [
  'GET /api/docs',
  'GET /api/openapi.json',
  'GET /api/v1/setup',
  'POST /api/v1/setup',
  'POST /api/v1/session',
  'DELETE /api/v1/session',
  'GET /healthz',
  'GET /metrics',
  'GET /readyz',
]

describe('every door', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await anApp({ env: { FORMLOOM_TEST_CLOCK: '0' } })
    await (await app.admin()).post('/users', { account: 'lina', name: '李娜', password: testPassword })
  })
  afterAll(() => app.close())

  const routes = () => routeTable(app.get(ModulesContainer))
  const address = (path: string) => `/${path.replace(/:[A-Za-z]+/g, '01m80000000000000000000000')}`
  const method = (name: string) => name as 'GET'

  test('is in the table, below /api/v1', () => {
    expect(routes().length).toBeGreaterThan(20)
    const names = routes().map(route => `${route.method} ${route.path}`)
    expect(names.filter(name => !name.includes(' /api/v1/')).sort()).toEqual(
      open.filter(name => !name.includes(' /api/v1/')).sort(),
    )
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  test('that is open to everybody is named here', () => {
    const anonymous = routes().filter(route => route.access === 'anonymous')
    expect(anonymous.map(route => `${route.method} ${route.path}`).sort()).toEqual([...open].sort())
    for (const route of routes().filter(route => route.access === 'link')) expect(route.path).toMatch(/^\/api\/v1\/public\//)
  })

  test('is shut for who is not signed in, however the address is written', async () => {
    for (const route of routes().filter(route => route.access === 'user' || route.access === 'admin')) {
      const path = address(route.path)
      for (const way of [
        path,
        path.replace('/v1/', '/%76%31/'),
        path.replace('/v1/', '//v1/'),
        `${path}/`,
        `${path};x=1`,
        path.toUpperCase(),
      ]) {
        const { status, headers } = await app.anybody().raw(method(route.method), way, route.method === 'GET' ? undefined : {})
        // the empty shell of the web: an address that is none of ours
        if (status === 200 && String(headers['content-type']).startsWith('text/html')) continue
        if (status !== 401 && status !== 404) throw new Error(`${route.method} ${way} answered ${status}`)
      }
      expect((await app.anybody().raw(method(route.method), path, route.method === 'GET' ? undefined : {})).status).toBe(401)
    }
  })

  test('for administrators is shut for everybody else', async () => {
    const lina = await app.signIn('lina')
    for (const route of routes().filter(route => route.access === 'admin')) {
      const { status, body } = await lina.raw(method(route.method), address(route.path), route.method === 'GET' ? undefined : {})
      expect([route.path, status, body.code]).toEqual([route.path, 403, 'ADMIN_ONLY'])
    }
  })

  test('a cookie of nobody opens nothing', async () => {
    const client = app.anybody()
    client.jar = { formloom: "x' OR 1=1 --" }
    expect((await client.get('/me')).body.code).toBe('SIGNED_OUT')
  })

  test('the clock cannot be moved when it was not asked for, nor outside of tests', async () => {
    expect((await (await app.admin()).post('/test/clock', { advance: 'P1D' })).status).toBe(404)
    const production = await anApp({ env: { NODE_ENV: 'production' } })
    expect((await production.anybody().post('/test/clock', { advance: 'P1D' })).status).toBe(404)
    await production.close()
    const tests = await anApp()
    const before = tests.clock.now().getTime()
    const moved = await tests.anybody().post('/test/clock', { advance: 'P1DT2H' })
    expect(Date.parse(moved.body.now) - before).toBeGreaterThanOrEqual(26 * 3_600_000)
    await tests.close()
  })
})
