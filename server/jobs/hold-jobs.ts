import type { Tx } from '../db/transaction.js'
import { insertRows, oneOf } from '../db/write-rows.js'
import type { Job, NewJob } from './jobs.js'

/**
 * When a held job is due: never. A held job keeps its row, its lease names who holds it, and no poll looks at it, however many there are.
 */
export const NEVER = '9999-12-31T23:59:59.999Z'

/** Puts a claimed job aside until its holder lets it go. The claim does not count as an attempt. Nothing happens when it is no longer ours. */
export async function holdJob(tx: Tx, job: Job, holder: string): Promise<void> {
  const sql = 'UPDATE jobs SET lease = ?, next_at = ?, attempts = attempts - 1 WHERE id = ? AND lease = ?'
  await tx.run(sql, [holder, NEVER, job.id, job.lease])
}

const columns = ['id', 'kind', 'instance_id', 'next_at', 'lease', 'attempts', 'payload']

/** A new job that is held from the beginning. */
export const addHeldJob = (tx: Tx, job: Omit<NewJob, 'nextAt'>, holder: string): Promise<void> =>
  insertRows(tx, 'jobs', columns, [[job.id, job.kind, job.instance ?? null, NEVER, holder, 0, JSON.stringify(job.payload)]])

/** Lets a bounded number of a holder's jobs go, due at `at`; answers how many. */
export async function freeHeldJobs(tx: Tx, holder: string, at: string, limit: number): Promise<number> {
  const held = await tx.query<{ id: string }>('SELECT id FROM jobs WHERE next_at = ? AND lease = ? ORDER BY id LIMIT ?', [
    NEVER,
    holder,
    limit,
  ])
  if (held.length === 0) return 0
  const ids = held.map(row => row.id)
  const free = `UPDATE jobs SET lease = NULL, next_at = ? WHERE id ${oneOf(ids.length)} AND next_at = ? AND lease = ?`
  return tx.run(free, [at, ...ids, NEVER, holder])
}
