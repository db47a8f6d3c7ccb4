import type { Json } from '#core/problem'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { runCommand } from '../instances/run-command.js'
import { finishJob } from '../jobs/claim-jobs.js'
import { addJobs, type Job } from '../jobs/jobs.js'
import { keepJob } from '../jobs/keep-job.js'
import { listenersIn, listeningInstances, senderOf } from './signal-listeners.js'
import { closeJob, openJob, readSignal, type SignalRecord } from './signal.entity.js'

interface Page {
  signal: string
  after: string
  to: string
  reached?: number
}

/** Refusals by which an instance says that it no longer listens. */
const DEAF = new Set(['NO_SUCH_INSTANCE', 'INSTANCE_ENDED', 'SIGNAL_NOT_AWAITED'])

/** After so many claims of a page whoever is first in it is given to a job of his own, untried. */
const PATIENCE = 3

/**
 * One page of a signal: one command and one transaction for each instance, in the order of their ids. The same transaction moves the page's cursor, fenced
 * by its lease: whoever goes on after a crash, or believes that the page is still his, gives the signal to nobody twice and leaves nobody out. An
 * instance that refuses gets a job of its own and holds up nobody. After an error nobody knows what was committed: the page ends, and its next claim reads the
 * cursor; who fails again and again is set aside then.
 */
export async function givePage(engine: Engine, job: Job): Promise<void> {
  const page = job.payload as unknown as Page
  const read = reader(engine.db)
  const row = await readSignal(read, page.signal)
  let reached = page.reached ?? 0
  let suspect = job.attempts > PATIENCE
  for (const instance of row ? await listeningInstances(read, row, page) : []) {
    const cursor = { signal: page.signal, after: instance, to: page.to }
    const received = (tx: Tx): Promise<void> => keepJob(tx, job, { ...cursor, reached: reached + 1 }, engine.clock.now())
    const outcome = suspect ? 'refused' : await give(engine, row!, instance, received)
    suspect = false
    if (outcome === 'received') reached += 1
    if (outcome === 'refused')
      await inTransaction(engine.db, async tx => {
        await keepJob(tx, job, { ...cursor, reached }, engine.clock.now())
        await setAside(tx, page.signal, instance, engine.clock.now().toISOString())
        tx.afterCommit(() => engine.jobs.wake())
      })
  }
  await end(engine, job, page.signal, reached)
}

/** An instance that failed before, or whose process was paused: such jobs rest until it goes on. */
export async function giveOne(engine: Engine, job: Job): Promise<void> {
  const { signal } = job.payload as { signal: string }
  const row = await readSignal(reader(engine.db), signal)
  const did = (tx: Tx): Promise<void> => close(tx, engine, job, signal, 1)
  const outcome = row ? await give(engine, row, job.instance!, did) : 'deaf'
  if (outcome === 'deaf') await end(engine, job, signal, 0)
  if (outcome === 'refused') throw new Error(`signal ${signal}: refused by ${job.instance}`)
}

async function give(
  engine: Engine,
  row: SignalRecord,
  instance: string,
  write: (tx: Tx) => Promise<void>,
): Promise<'received' | 'deaf' | 'refused'> {
  const subscriptions = await listenersIn(reader(engine.db), row, instance)
  if (subscriptions.length === 0) return 'deaf'
  const data = JSON.parse(row.data) as Record<string, Json>
  const asked = { type: 'signal', name: row.name, data, subscriptions, by: senderOf(row) } as const
  const outcome = await runCommand(engine, instance, asked, { write })
  if (!('rejection' in outcome)) return 'received'
  return DEAF.has(outcome.rejection.code) ? 'deaf' : 'refused'
}

async function setAside(tx: Tx, signal: string, instance: string, nextAt: string): Promise<void> {
  await openJob(tx, signal)
  await addJobs(tx, [{ id: `signal.${signal}.for.${instance}`, kind: 'signal-one', instance, nextAt, payload: { signal } }])
}

const end = (engine: Engine, job: Job, signal: string, reached: number): Promise<void> =>
  inTransaction(engine.db, tx => close(tx, engine, job, signal, reached))

async function close(tx: Tx, engine: Engine, job: Job, signal: string, reached: number): Promise<void> {
  await finishJob(tx, job)
  await closeJob(tx, signal, { reached }, engine.clock.now().toISOString())
}
