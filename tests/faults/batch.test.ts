import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chain, diagram, end, start, user } from '../support/diagram.js'
import { eachDatabase } from '../support/each-database.js'
import { newDatabase } from '../support/mariadb.js'
import { Caller } from './caller.js'
import { password } from './place.js'
import { aServerProcess, type ServerProcess } from './server-process.js'

jest.setTimeout(300_000)

const COUNT = 240
/** How far the batch is when the server is killed. */
const KILLS = [1, 101, 180]
const simple = diagram(start() + user('a', { due: 'P1D' }) + end() + chain('start', 'a', 'end'))

eachDatabase('kill -9 in the middle of a batch', database => {
  let folder: string
  let drop: () => Promise<void> = () => Promise.resolve()
  let server: ServerProcess
  let admin: Caller
  let app: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'formloom-batch-'))
    const place = database === 'mariadb' ? await newDatabase() : undefined
    if (place) drop = place.drop
    // the lease of a killed server is short here; on SQLite the next start frees it at once
    server = aServerProcess(folder, { LEASE_SECONDS: '2', ...(place ? { DATABASE_URL: place.url } : {}) })
    await server.start()
    admin = new Caller(server, 'admin')
    await admin.must('POST', '/setup', { organisation: 'Faults', name: 'Admin', account: 'admin', password })
    app = (await admin.must('POST', '/apps', { name: 'Batches' })).id
  })
  afterAll(async () => {
    await server?.kill()
    await drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const several = async (): Promise<string> => {
    const { id, revision } = await admin.must('POST', `/apps/${app}/processes`, { name: 'P', xml: simple })
    await admin.must('POST', `/processes/${id}/publish`, { revision })
    for (let n = 0; n < COUNT; n += 8)
      await Promise.all(Array.from({ length: 8 }, () => admin.must('POST', `/processes/${id}/start`, {})))
    return id
  }
  const count = async (process: string, status: string): Promise<number> =>
    (
      await admin.must('POST', '/batches/preview', {
        kind: 'purge',
        filter: { process, status: [status] },
        options: { force: true },
      })
    ).count

  it.each([
    ['cancel', { reason: 'wrong' }, { running: 0, cancelled: COUNT }],
    ['purge', { force: true }, { running: 0, cancelled: 0 }],
  ])('%s: nobody twice, nobody left out', async (kind, options, left) => {
    const process = await several()
    const { id } = await admin.must('POST', '/batches', { kind, filter: { process }, options })
    const read = () => admin.must('GET', `/batches/${id}`)
    let killed = 0
    for (const far of KILLS) {
      let batch = await read()
      while (batch.status === 'running' && batch.done < far) batch = await read()
      if (batch.status === 'running') killed++
      await server.kill()
      await server.start()
    }
    let batch = await read()
    while (batch.status === 'running') {
      await new Promise(wake => setTimeout(wake, 50))
      batch = await read()
    }
    expect(killed).toBeGreaterThan(1)
    // a second turn of somebody would be refused, and count as skipped
    expect(batch).toMatchObject({ status: 'done', total: COUNT, done: COUNT, failed: 0, skipped: 0, problems: [] })
    for (const [status, wanted] of Object.entries(left)) expect(await count(process, status)).toBe(wanted)
  })
})
