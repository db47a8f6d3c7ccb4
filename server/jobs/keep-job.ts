import type { Json } from '#core/problem'
import type { Tx } from '../db/transaction.js'
import { LeaseLost } from './claim-jobs.js'
import type { Job } from './jobs.js'

/** As long as a claim: milliseconds. */
const LEASE = 60_000

/**
 * For a job of many transactions: notes in each how far it has come and renews the lease, so that who takes it over after a crash goes on behind the last
 * one that was committed. Throws LeaseLost when it is no longer ours.
 */
export async function keepJob(tx: Tx, job: Job, payload: Json, now: Date): Promise<void> {
  const until = new Date(now.getTime() + LEASE).toISOString()
  const keep = 'UPDATE jobs SET payload = ?, next_at = ? WHERE id = ? AND lease = ?'
  if ((await tx.run(keep, [JSON.stringify(payload), until, job.id, job.lease])) === 0) throw new LeaseLost(job.id)
}
