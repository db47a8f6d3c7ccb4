import type { DataSource } from 'typeorm'
import type { Json } from '#core/problem'
import { newId } from '../db/id.js'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'
import { NEVER } from './hold-jobs.js'
import type { Job } from './jobs.js'

/** Somebody else took the job over while we worked on it: everything that this transaction wrote must go. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** Claimed jobs of a single look; see claimDue. */
export const claimJobs = async (db: DataSource, now: Date, limit: number, leaseMilliseconds: number): Promise<Job[]> =>
  (await claimDue(db, now, limit, leaseMilliseconds)).jobs

/** How a claim went. `seen`: due jobs were there, so that another look is worth while even where somebody else took them. */
export interface Claim {
  seen: boolean
  jobs: Job[]
}

/**
 * Takes up to `limit` due jobs for ourselves until `leaseMilliseconds` from now. The one UPDATE decides between several servers; no row locks are
 * held while the work goes on. Where more are due than one takes, servers begin at different places, so that they seldom want the same.
 * An idle call reads one entry of one index.
 */
export async function claimDue(
  db: DataSource,
  now: Date,
  limit: number,
  leaseMilliseconds: number,
  chance = Math.random,
): Promise<Claim> {
  const at = now.toISOString()
  const due = await reader(db).query<{ id: string }>('SELECT id FROM jobs WHERE next_at <= ? ORDER BY next_at, id LIMIT ?', [
    at,
    limit * 3,
  ])
  if (due.length === 0) return { seen: false, jobs: [] }
  const first = due.length <= limit ? 0 : Math.floor(chance() * (due.length - limit + 1))
  const ids = due.slice(first, first + limit).map(row => row.id)
  const lease = newId()
  const until = new Date(now.getTime() + leaseMilliseconds).toISOString()
  return inTransaction(db, async tx => {
    const claim = `UPDATE jobs SET lease = ?, next_at = ?, attempts = attempts + 1 WHERE id ${oneOf(ids.length)} AND next_at <= ?`
    await tx.later(claim, [lease, until, ...ids, at])
    const rows = await tx.query<JobRow>(`SELECT * FROM jobs WHERE id ${oneOf(ids.length)} AND lease = ?`, [...ids, lease])
    const ours = new Map(rows.map(row => [row.id, row]))
    return { seen: true, jobs: ids.flatMap(id => (ours.has(id) ? [jobOf(ours.get(id)!)] : [])) }
  })
}

/** Ends a job in the transaction of its work. Throws LeaseLost when it is no longer ours. */
export async function finishJob(tx: Tx, job: Job): Promise<void> {
  const gone = await tx.run('DELETE FROM jobs WHERE id = ? AND lease = ?', [job.id, job.lease])
  if (gone === 0) throw new LeaseLost(job.id)
}

/** Lets a job go that shall be tried again at `nextAt`; does nothing when it is no longer ours. */
export async function releaseJob(db: DataSource, job: Job, nextAt: Date): Promise<void> {
  await inTransaction(db, tx =>
    tx.run('UPDATE jobs SET lease = NULL, next_at = ? WHERE id = ? AND lease = ?', [nextAt.toISOString(), job.id, job.lease]),
  )
}

/**
 * Lets go what a killed process had claimed. For SQLite, which one server uses: its own leases from before the start mean nothing any more. Were
 * there a second server after all, fencing still keeps its work from counting twice.
 */
export async function freeLeases(db: DataSource, now: Date): Promise<number> {
  const sql = 'UPDATE jobs SET lease = NULL, next_at = ? WHERE lease IS NOT NULL AND next_at < ?'
  return inTransaction(db, tx => tx.run(sql, [now.toISOString(), NEVER]))
}

/** When the next job is due, leases and back-offs included. */
export async function nextDueAt(db: DataSource): Promise<Date | undefined> {
  const [row] = await reader(db).query<{ next_at: string }>('SELECT next_at FROM jobs ORDER BY next_at, id LIMIT 1')
  return row && new Date(row.next_at)
}

interface JobRow {
  id: string
  kind: string
  instance_id: string | null
  next_at: string
  lease: string
  attempts: number
  payload: string
}

const jobOf = (row: JobRow): Job => ({
  id: row.id,
  kind: row.kind,
  ...(row.instance_id === null ? {} : { instance: row.instance_id }),
  nextAt: row.next_at,
  attempts: row.attempts,
  lease: row.lease,
  payload: JSON.parse(row.payload) as Json,
})
