import type { Json } from '#core/problem'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { runCommand } from '../instances/run-command.js'
import { finishJob } from '../jobs/claim-jobs.js'
import { addJobs, type Job } from '../jobs/jobs.js'
import { keepJob } from '../jobs/keep-job.js'
import { listenersIn, listeningInstances, senderOf } from './signal-listeners.js'
import { closeJob, openJob, readSignal, type SignalRecord } from './signal.entity.js'

/** How far a job of a signal has come: every instance up to `after`, and in the one behind it every listener up to `within`. */
interface Page {
  signal: string
  after: string
  to: string
  within?: string
  reached?: number
}

/** Refusals by which an instance says that it no longer listens. */
const DEAF = new Set(['NO_SUCH_INSTANCE', 'INSTANCE_ENDED', 'SIGNAL_NOT_AWAITED'])

/** After so many claims of a page whoever is first in it is given to a job of his own, untried. */
const PATIENCE = 3

/**
 * One page of a signal: one command and one transaction for each instance (for each hundred of its listeners), in the order of their ids. The same
 * transaction moves the page's cursor, fenced by its lease: whoever goes on after a crash, or believes that the page is still his, gives the signal to
 * nobody twice and leaves nobody out. An instance that refuses gets a job of its own and holds up nobody. After an error nobody knows what was
 * committed: the page ends, and its next claim reads the cursor; who fails again and again is set aside then.
 */
export async function givePage(engine: Engine, job: Job): Promise<void> {
  let page = job.payload as unknown as Page
  const row = await readSignal(reader(engine.db), page.signal)
  let suspect = job.attempts > PATIENCE
  for (const instance of row ? await listeningInstances(reader(engine.db), row, page) : []) {
    const given = suspect ? { page, refused: true } : await giveInstance(engine, job, row!, page, instance)
    page = given.refused ? await setAside(engine, job, given.page, instance) : given.page
    suspect = false
  }
  await end(engine, job, page)
}

/** An instance that refused or failed before; where its process was paused, this job rests until it goes on. */
export async function giveOne(engine: Engine, job: Job): Promise<void> {
  const page = job.payload as unknown as Page
  const row = await readSignal(reader(engine.db), page.signal)
  // an earlier attempt may have given it and died before the end of the job
  const given = page.after >= job.instance!
  const asked = row && !given ? await giveInstance(engine, job, row, page, job.instance!) : { page, refused: false }
  if (asked.refused) throw new Error(`signal ${page.signal}: refused by ${job.instance}`)
  await end(engine, job, asked.page)
}

/** To all listeners of one instance; answers where the page stands then. An instance counts as reached with its first hundred. */
async function giveInstance(
  engine: Engine,
  job: Job,
  row: SignalRecord,
  from: Page,
  instance: string,
): Promise<{ page: Page; refused: boolean }> {
  for (let page = from; ;) {
    const within = page.within?.startsWith(`${instance}.`) ? page.within : ''
    const { ids, last } = await listenersIn(reader(engine.db), row, instance, within)
    const { signal, to, after, reached = 0 } = page
    const behind = (received: number): Page => ({
      signal,
      to,
      reached: reached + (within === '' ? received : 0),
      ...(last === undefined ? { after: instance } : { after, within: last }),
    })
    const outcome = await give(engine, row, instance, ids, tx => keep(tx, engine, job, behind(1)))
    if (outcome === 'refused') return { page, refused: true }
    page = behind(outcome === 'received' ? 1 : 0)
    if (last === undefined) return { page, refused: false }
  }
}

async function give(
  engine: Engine,
  row: SignalRecord,
  instance: string,
  subscriptions: string[],
  write: (tx: Tx) => Promise<void>,
): Promise<'received' | 'deaf' | 'refused'> {
  if (subscriptions.length === 0) return 'deaf'
  const data = JSON.parse(row.data) as Record<string, Json>
  const asked = { type: 'signal', name: row.name, data, subscriptions, by: senderOf(row) } as const
  const outcome = await runCommand(engine, instance, asked, { write })
  if (!('rejection' in outcome)) return 'received'
  return DEAF.has(outcome.rejection.code) ? 'deaf' : 'refused'
}

/** The rest of this instance is the business of a job of its own; the page goes on behind it. */
async function setAside(engine: Engine, job: Job, page: Page, instance: string): Promise<Page> {
  const { signal, to, within, reached = 0 } = page
  const rest: Page = { signal, after: page.after, to: instance, ...(within === undefined ? {} : { within }) }
  const behind: Page = { signal, to, after: instance, reached }
  await inTransaction(engine.db, async tx => {
    await keep(tx, engine, job, behind)
    await openJob(tx, signal)
    const nextAt = engine.clock.now().toISOString()
    const payload = rest as unknown as Json
    await addJobs(tx, [{ id: `signal.${signal}.for.${instance}`, kind: 'signal-one', instance, nextAt, payload }])
    tx.afterCommit(() => engine.jobs.wake())
  })
  return behind
}

const keep = (tx: Tx, engine: Engine, job: Job, page: Page): Promise<void> =>
  keepJob(tx, job, page as unknown as Json, engine.clock.now())

const end = (engine: Engine, job: Job, { signal, reached = 0 }: Page): Promise<void> =>
  inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    await closeJob(tx, signal, { reached }, engine.clock.now().toISOString())
  })
