import type { Json } from '#core/problem'
import { inTransaction, reader, type Reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { KEPT, postMessages } from '../instances/post-messages.js'
import { NOBODY } from '../instances/process-starter.js'
import { finishJob, releaseJob } from '../jobs/claim-jobs.js'
import type { JobWorker } from '../jobs/job-worker.js'
import type { Job } from '../jobs/jobs.js'
import { expireMessage, isAlive, readMessage, type Ear } from './buffer.js'
import { deliverWaiting } from './deliver.js'
import { giveOne, givePage } from './give-signal.js'
import { spreadSignal } from './spread-signal.js'
import { sweepMessages } from './sweep-messages.js'

/** Messages that one job delivers before it lets others go first. */
const PAGE = 100

/** Gives the worker what this feature does with its jobs. */
export function registerMessageJobs(worker: JobWorker, engine: Engine): void {
  worker.handle('message', job => deliverMessage(engine, job))
  worker.handle('listen', job => listen(engine, job))
  worker.handle('signal', job => spreadSignal(engine, job))
  worker.handle('signal-page', job => givePage(engine, job))
  worker.handle('signal-one', job => giveOne(engine, job))
  worker.handle('sweep-messages', job => sweepMessages(engine, job))
}

/** A message looks for its receiver. Without one the job goes and the message waits: whoever begins to listen looks for it. */
async function deliverMessage(engine: Engine, job: Job): Promise<void> {
  if (!('message' in (job.payload as object))) return adopt(engine, job)
  const { message } = job.payload as { message: string }
  const row = await readMessage(reader(engine.db), message)
  if (!row || row.status !== 'waiting') return void (await inTransaction(engine.db, tx => finishJob(tx, job)))
  const now = engine.clock.now()
  if (!isAlive(row, now)) return void (await inTransaction(engine.db, tx => expireMessage(tx, row, now.toISOString())))
  const looked = await deliverWaiting(engine, { name: row.name, key: row.correlation_key }, PAGE, message)
  if (looked.nobody) return void (await inTransaction(engine.db, tx => finishJob(tx, job)))
  const after = await readMessage(reader(engine.db), message)
  if (after?.status !== 'waiting') return
  if (looked.failures.length > 0) throw looked.failures[0]
  await releaseJob(engine.db, job, engine.clock.now())
}

/** Somebody has begun to listen: an instance, or a process that a message starts. */
async function listen(engine: Engine, job: Job): Promise<void> {
  const failures: unknown[] = []
  let full = false
  for (const ear of await earsOf(reader(engine.db), job)) {
    const looked = await deliverWaiting(engine, ear, PAGE)
    failures.push(...looked.failures)
    full ||= looked.full && !looked.nobody && looked.delivered > 0
  }
  if (failures.length > 0) throw failures[0]
  if (full) await releaseJob(engine.db, job, engine.clock.now())
  else await inTransaction(engine.db, tx => finishJob(tx, job))
}

async function earsOf(read: Reader, job: Job): Promise<Ear[]> {
  const { process } = job.payload as { process?: string }
  if (process !== undefined) {
    const sql = "SELECT DISTINCT subject AS name FROM process_starts WHERE process_id = ? AND kind = 'message'"
    return read.query<{ name: string }>(sql, [process])
  }
  const rows = await read.query<{ name: string; correlation_key: string }>(
    "SELECT DISTINCT name, correlation_key FROM subscriptions WHERE instance_id = ? AND type = 'message'",
    [job.instance],
  )
  return rows.map(({ name, correlation_key: key }) => (key === '' ? { name } : { name, key }))
}

/** A job of the first version held the message itself: it becomes a row of the buffer. */
async function adopt(engine: Engine, job: Job): Promise<void> {
  const { name, key, data, since } = job.payload as { name: string; key: string; data: Record<string, Json>; since: string }
  const expiresAt = new Date(Date.parse(since) + KEPT).toISOString()
  await inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    const message = { id: job.id, name, key, data, at: since, expiresAt, n: 0, by: NOBODY, source: 'process' } as const
    await postMessages(tx, [message], engine.clock.now().toISOString())
    tx.afterCommit(() => engine.jobs.wake())
  })
}
