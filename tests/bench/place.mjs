// What the benches share: a temporary database (SQLite, synchronous=FULL as in production) with the engine on it, without HTTP.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Clock } from '../../server/dist/clock.js'
import { dataSourceOptions, openDatabase } from '../../server/dist/db/data-source.js'
import { inTransaction } from '../../server/dist/db/transaction.js'
import { createEvaluate } from '../../server/dist/expressions/create-evaluate.js'
import { registerEngineJobs } from '../../server/dist/instances/engine-jobs.js'
import { processStarter } from '../../server/dist/instances/process-starter.js'
import { JobWorker } from '../../server/dist/jobs/job-worker.js'
import { registerMessageJobs } from '../../server/dist/messages/message-jobs.js'
import { createUser } from '../../server/dist/people/create-user.js'
import { createProcess } from '../../server/dist/processes/drafts.js'
import { publishProcess } from '../../server/dist/processes/publish-process.js'

export const Database = createRequire(import.meta.url)('better-sqlite3')

/** `url`: of an empty MariaDB; without one, a SQLite file. */
export async function place(url) {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-bench-'))
  const db = await openDatabase(dataSourceOptions({ folder, ...(url ? { url } : {}) }))
  const { evaluate, close: endChildren } = createEvaluate()
  const clock = new Clock()
  const jobs = new JobWorker(db, clock)
  const engine = {
    db,
    clock,
    evaluate,
    live: { publish: () => undefined },
    jobs: { wake: () => undefined },
    starter: processStarter(() => engine),
    zone: 'Asia/Shanghai',
    allowedHosts: [],
  }
  registerEngineJobs(jobs, engine)
  registerMessageJobs(jobs, engine)
  const user = await inTransaction(db, tx =>
    createUser(tx, { account: 'someone', name: 'Someone', passwordHash: '-' }, clock.now()),
  )
  return {
    folder,
    db,
    engine,
    /** Not running by itself: `jobs.runDue()`. */
    jobs,
    user,
    async publish(xml) {
      const at = clock.now().toISOString()
      const id = await inTransaction(db, tx => createProcess(tx, 'app', { name: 'Bench', xml }, 'admin', at))
      const published = await publishProcess({ db, evaluate, zone: engine.zone }, id, 1, 'admin', at)
      if (!published || !('definition' in published)) throw new Error(JSON.stringify(published))
      return published.definition
    },
    async close() {
      endChildren()
      await db.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Seconds that `work` takes, `times` times, one after the other. */
export async function seconds(times, work) {
  const began = performance.now()
  for (let i = 0; i < times; i++) await work(i)
  return (performance.now() - began) / 1000
}

/**
 * The yardstick: every statement that `work` writes is noted, then written again to a copy of the database as it was before, with the bare driver:
 * the same rows, the same commits, nothing else (what brackets reads is left out). Answers the seconds of that replay.
 */
export async function bareSql({ db, folder }, work) {
  const copy = join(folder, `copy-${performance.now().toString(36).replace('.', '')}.db`)
  await db.query(`VACUUM INTO '${copy}'`)
  const probe = new Database(':memory:')
  const statement = Object.getPrototypeOf(probe.prepare('SELECT 1'))
  const { run } = statement
  const noted = []
  statement.run = function (...parameters) {
    if (!READING.has(this.source)) noted.push([this.source, parameters])
    return run.apply(this, parameters)
  }
  try {
    await work()
  } finally {
    statement.run = run
    probe.close()
  }
  const bare = new Database(copy)
  bare.pragma('journal_mode = WAL')
  growLog(bare, writer(db).pragma('wal_autocheckpoint', { simple: true }) * 4096)
  for (const setting of ['synchronous', 'cache_size', 'wal_autocheckpoint'])
    bare.pragma(`${setting} = ${writer(db).pragma(setting, { simple: true })}`)
  const prepared = new Map()
  for (const [sql] of noted) if (!prepared.has(sql)) prepared.set(sql, bare.prepare(sql))
  const began = performance.now()
  for (const [sql, parameters] of noted) prepared.get(sql).run(...parameters)
  const taken = (performance.now() - began) / 1000
  bare.close()
  return taken
}

/** A log that still grows costs more at each commit than one that is written over, as it is in a database that runs. */
function growLog(bare, bytes) {
  bare.pragma('cache_size = 10')
  bare.exec(`BEGIN; CREATE TABLE grown (x); INSERT INTO grown VALUES (zeroblob(${bytes})); ROLLBACK`)
}

const READING = new Set(['BEGIN DEFERRED', 'END'])

/** The connection that writes, to look at its settings or to change them. */
export const writer = db => db.driver.isolation.committed()

export const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
