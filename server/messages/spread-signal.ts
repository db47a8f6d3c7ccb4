import type { Json } from '#core/problem'
import { newId } from '../db/id.js'
import { inTransaction, reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { keepStart } from '../instances/kept-start.js'
import { startProcess } from '../instances/start-process.js'
import { finishJob } from '../jobs/claim-jobs.js'
import { addJobs, type Job } from '../jobs/jobs.js'
import { keepJob } from '../jobs/keep-job.js'
import { startsOf } from '../processes/published-process.js'
import { listeningInstances, senderOf } from './signal-listeners.js'
import { closeJob, openJob, readSignal, type SignalRecord } from './signal.entity.js'

/** Instances of one page: each page is a job of its own, so that several are worked off at the same time, on every server. */
const PAGE = 100

/** See give-signal. */
const PATIENCE = 3

interface Progress {
  signal: string
  /** Everybody up to this instance has his page. */
  after?: string
  /** All have; starts up to this one, `<process> <element>`, were done. */
  startedTo?: string
  started?: number
}

/**
 * A signal has been thrown: lays out pages of the instances that listened at that time, then starts what it starts. Each step of both notes in its own
 * transaction how far it came; after a crash somebody goes on there.
 */
export async function spreadSignal(engine: Engine, job: Job): Promise<void> {
  const progress = job.payload as unknown as Progress
  const row = await readSignal(reader(engine.db), progress.signal)
  if (!row) return void (await inTransaction(engine.db, tx => finishJob(tx, job)))
  if (progress.startedTo === undefined) await layPages(engine, job, row, progress.after ?? '')
  const started = await startAll(engine, job, row, progress)
  await inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    await closeJob(tx, row.id, { started }, engine.clock.now().toISOString())
  })
}

async function layPages(engine: Engine, job: Job, row: SignalRecord, from: string): Promise<void> {
  for (let after = from; ;) {
    const to = (await listeningInstances(reader(engine.db), row, { after, limit: PAGE })).at(-1)
    if (to === undefined) return
    const page = { signal: row.id, after, to }
    await inTransaction(engine.db, async tx => {
      const now = engine.clock.now()
      await keepJob(tx, job, { signal: row.id, after: to }, now)
      await openJob(tx, row.id)
      await addJobs(tx, [{ id: `signal.${row.id}.to.${to}`, kind: 'signal-page', nextAt: now.toISOString(), payload: page }])
      tx.afterCommit(() => engine.jobs.wake())
    })
    after = to
  }
}

/** Signal start events of every published process. One that refuses, or fails again and again, is kept for a job of its own. Answers how many there were. */
async function startAll(engine: Engine, job: Job, row: SignalRecord, { startedTo = '', started = 0 }: Progress): Promise<number> {
  let count = started
  for (const { process_id: process, element, definition } of await startsOf(reader(engine.db), 'signal', row.name)) {
    const place = `${process} ${element}`
    if (place <= startedTo) continue
    const data = JSON.parse(row.data) as Record<string, Json>
    const wanted = { definition, signal: row.name, startEvent: element, data, by: senderOf(row), instance: newId() }
    const keep = (tx: Parameters<typeof keepJob>[0]): Promise<void> =>
      keepJob(tx, job, { signal: row.id, startedTo: place, started: count + 1 }, engine.clock.now())
    const suspect = job.attempts > PATIENCE && count === started
    if (suspect || 'rejection' in (await startProcess(engine, wanted, keep)))
      await inTransaction(engine.db, async tx => {
        await keep(tx)
        await keepStart(tx, engine, process, wanted, engine.clock.now().toISOString())
      })
    count += 1
  }
  return count
}
