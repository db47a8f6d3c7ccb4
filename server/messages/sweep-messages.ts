import type { DataSource } from 'typeorm'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { deleteRows, oneOf } from '../db/write-rows.js'
import type { Engine } from '../instances/engine.js'
import { messageJobId } from '../instances/post-messages.js'
import { finishJob } from '../jobs/claim-jobs.js'
import { addJobs, removeJobs, type Job, type NewJob } from '../jobs/jobs.js'
import { MOMENT } from './buffer.js'

const DAY = 24 * 3_600_000
/** How often it is done, and how long what has ended can still be looked at; as long are ids known. Milliseconds. */
const EVERY = DAY / 24
const REMEMBERED = 30 * DAY
/** Rows of one transaction, and transactions of one job. */
const PAGE = 200
const PAGES = 50

/**
 * Marks messages whose time is over as expired, and deletes what ended a month ago, in bounded pages. Deliveries do not wait for this: they look at the
 * time themselves. The last page writes the job of the next round.
 */
export async function sweepMessages(engine: Engine, job: Job): Promise<void> {
  let full = true
  for (let page = 0; full && page < PAGES; page++) full = await sweepPage(engine.db, engine.clock.now())
  const next = engine.clock.now().getTime() + (full ? 0 : EVERY)
  await inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    await addJobs(tx, [sweepJob(new Date(next).toISOString())])
  })
}

/** Whether there is more. */
async function sweepPage(db: DataSource, now: Date): Promise<boolean> {
  const read = reader(db)
  const at = now.toISOString()
  const over = new Date(now.getTime() - MOMENT).toISOString()
  const old = new Date(now.getTime() - REMEMBERED).toISOString()
  const late = await read.query<{ id: string }>(
    "SELECT id FROM messages WHERE status = 'waiting' AND expires_at <= ? ORDER BY expires_at LIMIT ?",
    [over, PAGE],
  )
  const forgotten = await Promise.all(
    ['messages', 'signals'].map(table =>
      read.query<{ id: string }>(`SELECT id FROM ${table} WHERE ended_at < ? ORDER BY ended_at LIMIT ?`, [old, PAGE]),
    ),
  )
  const [messages, signals] = forgotten.map(rows => rows.map(row => row.id)) as [string[], string[]]
  if (late.length + messages.length + signals.length === 0) return false
  // each condition again: an administrator may have sent one of them again meanwhile
  await inTransaction(db, async tx => {
    await expire(
      tx,
      late.map(row => row.id),
      over,
      at,
    )
    const ended = { sql: 'ended_at < ?', with: [old] }
    await deleteRows(tx, 'messages', 'id', messages, ended)
    await deleteRows(tx, 'signals', 'id', signals, ended)
  })
  return [late, messages, signals].some(rows => rows.length === PAGE)
}

async function expire(tx: Tx, ids: readonly string[], over: string, at: string): Promise<void> {
  if (ids.length === 0) return
  const list = oneOf(ids.length)
  const update = `UPDATE messages SET status = 'expired', ended_at = ? WHERE status = 'waiting' AND expires_at <= ? AND id ${list}`
  await tx.run(update, [at, over, ...ids])
  const rows = await tx.query<{ id: string }>(`SELECT id FROM messages WHERE status = 'expired' AND id ${list}`, [...ids])
  await removeJobs(
    tx,
    rows.map(row => messageJobId(row.id)),
  )
}

const sweepJob = (nextAt: string): NewJob => ({ id: 'messages.sweep', kind: 'sweep-messages', nextAt, payload: {} })

/** The first round; does nothing where there is one already. */
export async function planSweep(db: DataSource, at: string): Promise<void> {
  const [there] = await reader(db).query('SELECT id FROM jobs WHERE id = ?', [sweepJob(at).id])
  if (there) return
  await inTransaction(db, tx => addJobs(tx, [sweepJob(at)])).catch((error: unknown) => {
    // another server was faster
    if (reader(db).dialect.brokenUnique(error) === undefined) throw error
  })
}
