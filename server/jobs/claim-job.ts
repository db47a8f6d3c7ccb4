import type { DataSource } from 'typeorm'
import type { Json } from '#core/problem'
import { newId } from '../db/id.js'
import { inTransaction } from '../db/transaction.js'
import type { Job } from './jobs.js'

/** Takes one due job for ourselves, for those who work off nothing else; undefined: it is not due, gone, or somebody else's. */
export async function claimJob(db: DataSource, id: string, now: Date, leaseMilliseconds: number): Promise<Job | undefined> {
  const lease = newId()
  const until = new Date(now.getTime() + leaseMilliseconds).toISOString()
  return inTransaction(db, async tx => {
    const claim = 'UPDATE jobs SET lease = ?, next_at = ?, attempts = attempts + 1 WHERE id = ? AND next_at <= ?'
    if ((await tx.run(claim, [lease, until, id, now.toISOString()])) === 0) return undefined
    const [row] = await tx.query<{ kind: string; attempts: number; payload: string }>(
      'SELECT kind, attempts, payload FROM jobs WHERE id = ?',
      [id],
    )
    return (
      row && {
        id,
        kind: row.kind,
        nextAt: until,
        attempts: Number(row.attempts),
        lease,
        payload: JSON.parse(row.payload) as Json,
      }
    )
  })
}
