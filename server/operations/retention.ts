import { Logger } from '@nestjs/common'
import { inTransaction, reader, type Reader, type Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import type { Engine } from '../instances/engine.js'
import { finishJob } from '../jobs/claim-jobs.js'
import { addJobs, type Job } from '../jobs/jobs.js'
import { mustKnow } from './known-process.js'
import { logOperation } from './log-operation.js'
import { purgeInstance } from './purge-instance.js'

/** Instances that one job deletes, and milliseconds after which it is cut short: well below its lease. */
const PAGE = 100
const BUSY = 10_000
const DAY = 86_400_000
/** 19:00 UTC: three in the morning in China. */
const HOUR = 19 * 3_600_000

const log = new Logger('retention')

/** The next night after `now`. */
export const nextNight = (now: Date): Date => new Date(Math.floor((now.getTime() - HOUR) / DAY + 1) * DAY + HOUR)

/** There is one such job, for all servers; it is there already after the first start. */
export async function scheduleRetention(engine: Engine): Promise<void> {
  const there = await reader(engine.db).query("SELECT id FROM jobs WHERE id = 'retention'")
  if (there.length > 0) return
  await inTransaction(engine.db, tx => addJobs(tx, [retentionJob(nextNight(engine.clock.now()))])).catch((error: unknown) => {
    // another server was faster
    if (reader(engine.db).dialect.brokenUnique(error) === undefined) throw error
  })
}

const retentionJob = (at: Date) => ({ id: 'retention', kind: 'retention', nextAt: at.toISOString(), payload: {} })

/**
 * Deletes ended instances that have been kept for as long as their process says, else `days`; 0 is for ever. A page at a time, then again at once,
 * until nothing is left; then in the next night. Running instances and records are never touched.
 */
export async function keepRetention(engine: Engine, job: Job, days: number): Promise<void> {
  const now = engine.clock.now()
  const more = await purgePage(engine, now, days)
  await inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    await addJobs(tx, [retentionJob(more ? now : nextNight(now))])
    tx.afterCommit(() => engine.jobs.wake())
  })
}

/** Whether there may be more. What cannot be deleted is left for the next night. */
async function purgePage(engine: Engine, now: Date, days: number): Promise<boolean> {
  const until = Date.now() + BUSY
  const read = reader(engine.db)
  let left = PAGE
  let gone = 0
  for (const policy of await policies(read, days)) {
    const before = new Date(now.getTime() - policy.days * DAY).toISOString()
    for (const instance of await expired(read, policy.process, before, left)) {
      left -= 1
      if (await purgeInstance(engine, instance).catch((error: unknown) => failed(instance, error))) gone += 1
      if (Date.now() > until) return gone > 0
    }
    if (left <= 0) return gone > 0
  }
  return false
}

function failed(instance: string, error: unknown): false {
  log.error(`instance ${instance} could not be deleted`, error instanceof Error ? error.stack : String(error))
  return false
}

/** Ids of instances of a process that ended before a time, the oldest first. Follows one index; running ones have no entry in that part of it. */
async function expired(read: Reader, process: string, before: string, limit: number): Promise<string[]> {
  const rows = await read.query<{ id: string }>(
    "SELECT id FROM instances WHERE process_id = ? AND ended_at < ? AND status <> 'running' ORDER BY ended_at LIMIT ?",
    [process, before, limit],
  )
  return rows.map(row => row.id)
}

async function policies(read: Reader, days: number): Promise<{ process: string; days: number }[]> {
  const rows = await read.query<{ id: string; days: number | null }>(
    'SELECT p.id, r.days FROM processes p LEFT JOIN retention_policies r ON r.process_id = p.id',
  )
  return rows.map(row => ({ process: row.id, days: Number(row.days ?? days) })).filter(policy => policy.days > 0)
}

/** What a process says by itself; undefined: as the server is set. */
export async function retentionOf(read: Reader, process: string): Promise<number | undefined> {
  const [row] = await read.query<{ days: number }>('SELECT days FROM retention_policies WHERE process_id = ?', [process])
  return row && Number(row.days)
}

const columns = ['process_id', 'days', 'at', 'by_user']

/** Days for which ended instances of a process are kept; 0: for ever; null: as the server is set. 404 NO_SUCH_PROCESS. */
export async function setRetention(tx: Tx, process: string, days: number | null, at: string, by: string): Promise<void> {
  await mustKnow(tx, process)
  await tx.run('DELETE FROM retention_policies WHERE process_id = ?', [process])
  if (days !== null) await insertRows(tx, 'retention_policies', columns, [[process, days, at, by]])
  await logOperation(tx, process, at, by, 'retention', { days })
}
