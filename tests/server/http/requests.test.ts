import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

const code = (answer: { status: number; body: { code: string } }) => [answer.status, answer.body.code]

describe('requests', () => {
  let app: TestApp
  let admin: Client
  beforeAll(async () => {
    app = await anApp()
    admin = await app.admin()
  })
  afterAll(() => app.close())

  describe('from another site', () => {
    const write = (headers: Record<string, string>) => admin.patch('/me', { name: 'Admin' }, headers)

    test('are refused by what the browser says of their origin', async () => {
      expect(code(await write({ 'sec-fetch-site': 'cross-site' }))).toEqual([403, 'FOREIGN_ORIGIN'])
      expect(code(await write({ 'sec-fetch-site': 'same-site' }))).toEqual([403, 'FOREIGN_ORIGIN'])
      expect(code(await write({ origin: 'https://evil.example' }))).toEqual([403, 'FOREIGN_ORIGIN'])
      expect(code(await write({ origin: 'null' }))).toEqual([403, 'FOREIGN_ORIGIN'])
      const login = await app
        .anybody()
        .post('/session', { account: 'admin', password: testPassword }, { origin: 'https://evil.example' })
      expect(code(login)).toEqual([403, 'FOREIGN_ORIGIN'])
    })

    test('are let in from our own pages', async () => {
      expect(
        (await write({ 'sec-fetch-site': 'same-origin', origin: 'http://forms.example:3999', host: 'forms.example:3999' }))
          .status,
      ).toBe(200)
    })

    test('cannot write with the cookie alone: the header is missing, and forms cannot send JSON', async () => {
      const fastify = app.nest.getHttpAdapter().getInstance()
      const plain = await fastify.inject({ method: 'PATCH', url: '/api/v1/me', cookies: admin.jar, payload: { name: 'x' } })
      expect([plain.statusCode, plain.json().code]).toEqual([403, 'MISSING_HEADER'])
      for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
        expect(code(await admin.raw('PATCH', '/me', 'name=x', { 'content-type': type }))).toEqual([415, 'WRONG_CONTENT_TYPE'])
    })
  })

  describe('that are wrong', () => {
    const json = { 'content-type': 'application/json' }

    test('get a problem with a stable code and nothing of our inside', async () => {
      const answers = [
        [await admin.raw('PATCH', '/me', '{"name":', json), 400, 'BAD_JSON'],
        [await admin.raw('PATCH', '/me', '{"__proto__":{"admin":true}}', json), 400, 'BAD_JSON'],
        [await admin.raw('PATCH', '/me', `{"name":"${'x'.repeat(1_100_000)}"}`, json), 413, 'BODY_TOO_LARGE'],
        [await admin.patch('/me', { admin: true }), 400, 'UNKNOWN_KEY'],
        [await admin.patch('/me', { name: 7 }), 400, 'VALIDATION'],
        [await admin.get('/users?page=0'), 400, 'VALIDATION'],
        [await admin.get('/nothing-here'), 404, 'NOT_FOUND'],
        [await admin.get('/users/%ff'), 400, 'BAD_REQUEST'],
        [await admin.patch("/users/' OR 1=1", { name: 'x' }), 404, 'NO_SUCH_USER'],
      ] as const
      for (const [answer, status, expected] of answers) {
        expect(code(answer)).toEqual([status, expected])
        expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
        expect(
          Object.keys(answer.body)
            .filter(key => key !== 'params')
            .sort(),
        ).toEqual(['code', 'problems', 'request', 'status', 'type'])
        expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|node_modules|\.ts|\.js:|stack|at \//)
      }
    })

    test('name the place of each problem', async () => {
      const { body } = await admin.post('/users', { account: 'a b', name: '', password: 'short', extra: 1 })
      expect(body.problems.map((p: { code: string; at: string }) => `${p.at} ${p.code}`).sort()).toEqual([
        'account WRONG_FORMAT',
        'extra UNKNOWN_KEY',
        'name REQUIRED',
        'password TOO_SMALL',
      ])
    })

    test('an unexpected error is told as INTERNAL, without its reason', async () => {
      await app.db.query('ALTER TABLE organisation RENAME TO organisation_away')
      const answer = await app.anybody().get('/setup')
      await app.db.query('ALTER TABLE organisation_away RENAME TO organisation')
      expect(answer.body).toEqual({
        type: 'urn:formloom:problem:internal',
        status: 500,
        code: 'INTERNAL',
        problems: [],
        request: expect.any(String),
      })
    })
  })

  test('every answer carries the headers that protect a browser; only public fill pages may be framed', async () => {
    const page = await admin.get('//')
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    })
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self';.*frame-ancestors 'none'$/)
    expect(page.headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
    expect(page.headers['strict-transport-security']).toBeUndefined()
    expect((await admin.get('//f/some-token')).headers['content-security-policy']).toMatch(/frame-ancestors \*$/)
    expect((await admin.get('//f/../settings')).headers['content-security-policy']).toMatch(/frame-ancestors 'none'$/)
    expect((await admin.get('/me')).headers['cache-control']).toBe('no-store')
  })

  test('machines find out how we are and what can be called', async () => {
    expect((await app.anybody().get('//healthz')).body).toEqual({ status: 'ok' })
    expect((await app.anybody().get('//readyz')).body).toEqual({ status: 'ok' })
    expect((await app.anybody().get('//metrics')).body).toMatch(
      /^formloom_http_answers_total\{method="GET",status="2xx"\} [1-9]/m,
    )
    const { body } = await app.anybody().get('//api/openapi.json')
    expect(body.paths['/api/v1/users/{id}'].patch.requestBody.content['application/json'].schema.additionalProperties).toBe(false)
    expect((await app.anybody().get('//api/docs')).body).toContain('<code>/api/v1/users</code>')
  })
})
