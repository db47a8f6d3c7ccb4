import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chain, diagram, end, service, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(60_000)

eachDatabase('webhooks', database => {
  let test: TestEngine
  let ann: string
  let server: Server
  let url: string
  let answers: ((request: IncomingMessage, count: number) => { status: number; body?: string; location?: string } | 'hang')[] = []
  let calls: { key: unknown; body: string }[] = []

  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
    server = createServer((request, response) => {
      let body = ''
      request.on('data', part => (body += part))
      request.on('end', () => {
        calls.push({ key: request.headers['idempotency-key'], body })
        const answer = answers[0]!(request, calls.length)
        if (answer === 'hang') return
        response.writeHead(answer.status, { ...(answer.location ? { location: answer.location } : {}) }).end(answer.body)
      })
    })
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  })
  beforeEach(() => {
    calls = []
    test.engine.allowedHosts = [new URL(url).host]
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await test.close()
  })

  const begin = async (): Promise<string> => {
    const xml = diagram(
      start() +
        service(
          'call',
          { type: 'webhook', url, method: 'POST', result: 'answer' },
          {},
          '<formloom:body>{"n": {{ n }}}</formloom:body>',
        ) +
        user('after') +
        end() +
        chain('start', 'call', 'after', 'end'),
    )
    return test.start(await test.process(xml), { by: ann, data: { n: 7 } })
  }

  it('calls after the commit and goes on with the answer', async () => {
    answers = [() => ({ status: 200, body: '{"ok": true}' })]
    const instance = await begin()
    expect(calls).toEqual([])
    await test.worker.runDue()
    expect(calls).toEqual([{ key: expect.stringContaining(instance), body: '{"n":7}' }])
    const state = await test.state(instance)
    expect(state.tasks.map(task => task.element)).toEqual(['after'])
    expect(state.variables).toContainEqual(expect.objectContaining({ name: 'answer', value: { ok: true } }))
  })

  it('tries again with the same key until it is answered, and goes on once', async () => {
    answers = [(_, count) => ({ status: count < 3 ? 503 : 200, body: '1' })]
    const instance = await begin()
    await test.worker.runDue()
    await test.after(60_000)
    await test.after(60_000)
    expect(calls).toHaveLength(3)
    expect(new Set(calls.map(call => call.key)).size).toBe(1)
    expect((await test.state(instance)).tasks).toHaveLength(1)
    await test.after(3_600_000)
    expect(calls).toHaveLength(3)
  })

  it('asks a person when it is refused for good, and a retry calls anew', async () => {
    answers = [() => ({ status: 410 })]
    const instance = await begin()
    await test.worker.runDue()
    const [repair] = (await test.state(instance)).repairs
    expect(repair).toMatchObject({
      element: 'call',
      problem: { code: 'CALL_GAVE_UP', params: { reason: 'CALL_REFUSED', status: 410 } },
    })
    answers = [() => ({ status: 200, body: '1' })]
    await test.command(instance, { type: 'resolveRepair', repair: repair!.id, how: 'retry', by: ann })
    await test.worker.runDue()
    expect((await test.state(instance)).tasks).toHaveLength(1)
  })

  it('goes nowhere inside the house, and follows no redirect', async () => {
    answers = [() => ({ status: 302, location: 'http://169.254.169.254/' })]
    const redirected = await begin()
    await test.worker.runDue()
    expect((await test.state(redirected)).repairs[0]!.problem.params).toMatchObject({ reason: 'CALL_REFUSED', status: 302 })
    test.engine.allowedHosts = []
    calls = []
    const inside = await begin()
    await test.worker.runDue()
    expect(calls).toEqual([])
    expect((await test.state(inside)).repairs[0]!.problem.params).toMatchObject({ reason: 'URL_NOT_ALLOWED' })
  })

  it('forgets the call when the process was cancelled meanwhile', async () => {
    answers = [() => ({ status: 200, body: '1' })]
    const instance = await begin()
    await test.command(instance, { type: 'cancel', by: ann })
    await test.worker.runDue()
    expect((await test.state(instance)).instance.status).toBe('cancelled')
    expect(await test.rows('SELECT id FROM jobs WHERE instance_id = ?', [instance])).toEqual([])
  })
})
