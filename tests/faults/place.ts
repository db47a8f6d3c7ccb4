import { createServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Form } from '#core/form/form'
import { Caller } from './caller.js'
import { onMariadb, onSqlite, type Found } from './found.js'
import { anyOf, aServerProcess, type ServerProcess } from './server-process.js'
import { order, shapes, trace } from './shapes.js'

export const password = 'formloom-faults'

/** A running server with one app: the form `order`, whose `shape` chooses one of the processes, a public link, four people with all tasks. */
export interface Place {
  folder: string
  /** The first one. */
  server: ServerProcess
  servers: ServerProcess[]
  /** Whichever is up. */
  any: Pick<ServerProcess, 'url'>
  /** What the database holds now; of SQLite while no server runs. `change`: what a test plants into a copy of the file first. */
  found(change?: string[]): Promise<Found>
  /** The number that a statement selects as `n`. */
  count(sql: string): Promise<number>
  admin: Caller
  /** Id of the app. */
  app: string
  /** Signed in; members of the role that has all tasks. */
  people: Caller[]
  form: string
  /** Token of the public link. */
  link: string
  /** Idempotency-Key of each call that the webhook receiver got, by the body. */
  called: Map<string, string[]>
  close(): Promise<void>
}

export interface PlaceOptions {
  /** Another program than the server's own, from when everything is set up. */
  entry?: string[]
  /** Address of an empty MariaDB; without it a SQLite file. */
  mariadb?: string
  servers?: number
  env?: Record<string, string>
}

export async function aPlace({ entry, mariadb, servers: many = 1, env = {} }: PlaceOptions = {}): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-faults-'))
  const called = new Map<string, string[]>()
  const receiver = await receiving(called)
  const { port } = receiver.address() as { port: number }
  const settings = { WEBHOOK_HOSTS: '127.0.0.1', ...(mariadb ? { DATABASE_URL: mariadb } : {}), ...env }
  const servers = Array.from({ length: many }, () => aServerProcess(folder, settings))
  const server = servers[0]!
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(each => each.kill()))
    receiver.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await server.start()
    const made = await setUp(server, anyOf(servers), port)
    if (entry) {
      await server.stop()
      for (const each of servers) each.become(entry)
      await server.start()
    }
    await Promise.all(servers.slice(1).map(each => each.start()))
    const database = mariadb ? onMariadb(mariadb) : onSqlite(folder)
    return { ...made, folder, server, servers, any: anyOf(servers), ...database, called, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function setUp(
  server: ServerProcess,
  any: Pick<ServerProcess, 'url'>,
  port: number,
): Promise<Pick<Place, 'admin' | 'app' | 'people' | 'form' | 'link'>> {
  const admin = new Caller(server, 'admin')
  await admin.must('POST', '/setup', { organisation: 'Faults', name: 'Admin', account: 'admin', password })
  const app = (await admin.must('POST', '/apps', { name: 'Orders' })).id
  const publish = async (form: Form): Promise<string> => {
    const { id, revision } = await admin.must('POST', `/apps/${app}/forms`, { name: form.name, key: form.key, form })
    await admin.must('POST', `/forms/${id}/publish`, { revision })
    return id
  }
  await publish(trace)
  const form = await publish(order)
  const grants = [{ form, actions: ['view', 'create', 'edit'], rows: 'all' }]
  const boss = (await admin.must('POST', '/roles', { name: 'boss', grants })).id
  const people: Caller[] = []
  for (const account of ['ann', 'ben', 'cho', 'dan']) {
    await admin.must('POST', '/users', { account, name: account, password, roles: [boss] })
    people.push(await new Caller(any, account).signIn(password))
  }
  for (const shape of shapes) {
    const xml = shape.xml(boss, `http://127.0.0.1:${port}/`)
    const { id, revision, problems } = await admin.must('POST', `/apps/${app}/processes`, { name: shape.name, xml })
    const errors = problems.filter((each: { severity: string }) => each.severity === 'error')
    if (errors.length > 0) throw new Error(`${shape.name}: ${JSON.stringify(errors)}`)
    await admin.must('POST', `/processes/${id}/publish`, { revision })
  }
  const link = (await admin.must('POST', `/forms/${form}/links`, { name: 'door' })).url.replace('/f/', '')
  return { admin, app, people, form, link }
}

function receiving(called: Map<string, string[]>): Promise<Server> {
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', part => (body += String(part)))
    request.on('end', () => {
      called.set(body, [...(called.get(body) ?? []), String(request.headers['idempotency-key'])])
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  return new Promise(done => receiver.listen(0, '127.0.0.1', () => done(receiver)))
}
