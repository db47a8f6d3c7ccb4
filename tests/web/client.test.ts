import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { api, ApiError, onSignedOut, online } from '@/api/client'
import { language } from '@/text'

/** A real server on a free port; the browser's fetch (absent in jsdom) is Node's, with our paths made absolute. */
type Answer = { status?: number; headers?: Record<string, string>; body?: string }
let server: Server
let answer: Answer
let seen: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => (body += chunk))
    request.on('end', () => {
      seen = { method: request.method, url: request.url, headers: request.headers, body }
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(answer.body)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  globalThis.fetch = ((path: string, init: RequestInit) => nodeFetch(origin + path, init)) as typeof fetch
})
afterAll(() => new Promise(resolve => server.close(resolve)))
afterEach(() => (onSignedOut.call = () => {}))

/** jsdom has no fetch; http.request is enough for what the client uses of it. */
async function nodeFetch(url: string, init: RequestInit): Promise<unknown> {
  const { request } = await import('node:http')
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: init.method, headers: init.headers as Record<string, string>, agent: false },
      response => {
        let text = ''
        response.on('data', chunk => (text += chunk))
        response.on('end', () => {
          const status = response.statusCode ?? 0
          const get = (name: string) => response.headers[name] ?? null
          resolve({
            ok: status < 400,
            status,
            headers: { get },
            text: async () => text,
            json: async () => JSON.parse(text) as unknown,
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(init.body as string | undefined)
  })
}

const problem = (status: number, body: object, headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify(body),
})
const refusal = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => Promise.reject(new Error('was accepted')),
    (error: ApiError) => error,
  )

test('a read goes below /api/v1, in the language of the page, without the header of writes', async () => {
  answer = { body: '{"name":"周敏"}' }
  language.value = 'en'
  expect(await api.get('/me')).toEqual({ name: '周敏' })
  expect(seen).toMatchObject({ method: 'GET', url: '/api/v1/me' })
  expect(seen.headers['accept-language']).toBe('en')
  expect(seen.headers['x-formloom']).toBeUndefined()
})

test('a write carries JSON, the header that other sites cannot set, its key and the revision', async () => {
  answer = { status: 204 }
  expect(await api.patch('/x', { a: 1 }, { idempotencyKey: 'k1', ifMatch: 7 })).toBeUndefined()
  expect(JSON.parse(seen.body)).toEqual({ a: 1 })
  expect(seen.headers).toMatchObject({
    'x-formloom': '1',
    'idempotency-key': 'k1',
    'if-match': '"7"',
    'content-type': 'application/json',
  })
})

test('a refusal becomes an ApiError with code, problems and the time to wait', async () => {
  answer = problem(
    422,
    { status: 422, code: 'VALIDATION', problems: [{ code: 'REQUIRED', at: 'name' }] },
    { 'retry-after': '30' },
  )
  const error = await refusal(api.post('/x', {}))
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 422, code: 'VALIDATION', problems: [{ code: 'REQUIRED', at: 'name' }], retryAfter: 30 })
})

test.each([
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [413, 'TOO_LARGE'],
  [429, 'TOO_MANY'],
  [502, 'UNAVAILABLE'],
  [418, 'BAD_REQUEST'],
])('an answer of %i that is not ours (a proxy page) gets the code %s', async (status, code) => {
  answer = { status, headers: { 'content-type': 'text/html' }, body: '<h1>no</h1>' }
  expect(await refusal(api.get('/x'))).toMatchObject({ status, code, problems: [] })
})

test('401 asks for sign-in, unless the request expects it', async () => {
  let asked = 0
  onSignedOut.call = () => void asked++
  answer = problem(401, { status: 401, code: 'SIGNED_OUT', problems: [] })
  await refusal(api.get('/x', { anonymous: true }))
  expect(asked).toBe(0)
  await refusal(api.get('/x'))
  expect(asked).toBe(1)
})

test('a server that cannot be reached is OFFLINE, and the next answer says we are back', async () => {
  const reachable = globalThis.fetch
  globalThis.fetch = (() => nodeFetch('http://127.0.0.1:1/', {})) as unknown as typeof fetch
  expect(await refusal(api.get('/x'))).toMatchObject({ status: 0, code: 'OFFLINE' })
  expect(online.value).toBe(false)
  globalThis.fetch = reachable
  answer = { body: '[]' }
  await api.get('/x')
  expect(online.value).toBe(true)
})
