import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Live } from '../../../server/http/live.js'
import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

describe('live events', () => {
  let app: TestApp
  let admin: Client
  let lina: Client
  let id: string
  beforeEach(async () => {
    app = await anApp()
    admin = await app.admin()
    id = (await admin.post('/users', { account: 'lina', name: '李娜', password: testPassword })).body.id
    lina = await app.signIn('lina')
    await app.nest.listen(0, '127.0.0.1')
  })
  afterEach(() => app.close())

  const open = async (client: Client): Promise<IncomingMessage> => {
    const { port } = app.nest.getHttpServer().address() as AddressInfo
    const cookie = Object.entries(client.jar)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
    const [stream] = (await once(get({ port, path: '/api/v1/events', headers: { cookie } }), 'response')) as [IncomingMessage]
    stream.setEncoding('utf8')
    return stream
  }
  const next = async (stream: IncomingMessage): Promise<unknown> => {
    for (let text = ''; ;) {
      text += String((await once(stream, 'data'))[0])
      const data = /^data: (.+)\n/m.exec(text)
      if (data) return JSON.parse(data[1]!)
    }
  }
  const listening = async (count: number): Promise<void> => {
    while (app.get(Live).listeners !== count) await new Promise(wake => setTimeout(wake, 5))
  }

  test('reach those they are for, and nobody else', async () => {
    const streams = [await open(lina), await open(admin)]
    await listening(2)
    const heard = next(streams[1]!)
    app.get(Live).publish([id], { kind: 'task' })
    expect(await next(streams[0]!)).toEqual({ kind: 'task' })
    app.get(Live).publish('all', { kind: 'record', id: 'r1' })
    expect(await heard).toEqual({ kind: 'record', id: 'r1' })
    for (const stream of streams) stream.destroy()
    await listening(0)
  })

  test('end for a user who is disabled, and cannot be had without a session', async () => {
    const stream = await open(lina)
    await listening(1)
    stream.resume()
    await Promise.all([once(stream, 'end'), admin.patch(`/users/${id}`, { disabled: true })])
    expect((await open(lina)).statusCode).toBe(401)
    expect((await open(app.anybody())).statusCode).toBe(401)
  })

  test('do not keep a server alive that is told to stop', async () => {
    const stream = await open(lina)
    await listening(1)
    stream.resume()
    await Promise.all([once(stream, 'end'), app.restart().then(again => (app = again))])
  })

  test('tell of records only who may view them, and not which where he sees some of them only', async () => {
    const grant = async (form: string, rows: string) => {
      const { body } = await admin.post('/roles', { name: form })
      await admin.patch(`/roles/${body.id}`, { members: [id], grants: [{ form, actions: ['view'], rows }] })
    }
    await grant('own', 'own')
    await grant('all', 'all')
    const stream = await open(lina)
    await listening(1)
    for (const form of ['none', 'own', 'all']) {
      const heard = form === 'none' ? undefined : next(stream)
      app.get(Live).publish('all', { kind: 'record', form, id: 'r1' })
      // nothing of `none` came before this one
      if (heard) expect(await heard).toEqual(form === 'own' ? { kind: 'record', form } : { kind: 'record', form, id: 'r1' })
    }
    // what he may hear is decided anew when a role changes
    await Promise.all([
      once(stream, 'end'),
      admin.post('/roles', { name: 'other' }).then(({ body }) => admin.delete(`/roles/${body.id}`)),
    ])
  })

  test('are not to be had without end', async () => {
    const streams = await Promise.all(Array.from({ length: 40 }, () => open(lina)))
    expect(streams.map(stream => stream.statusCode)).toEqual(Array(40).fill(200))
    expect((await open(lina)).statusCode).toBe(429)
    expect((await open(admin)).statusCode).toBe(200)
    for (const stream of streams) stream.destroy()
    await listening(1)
    expect((await open(lina)).statusCode).toBe(200)
  })
})
