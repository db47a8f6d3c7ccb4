import type { Json } from '#core/problem'
import type { Tx } from '../db/transaction.js'
import { dropRows, insertRows } from '../db/write-rows.js'

/**
 * Something to do at a time, once. `nextAt` is due time, retry back-off and lease expiry in one. Its row is there until the work is
 * committed, and goes in the same transaction as the work.
 */
export interface NewJob {
  id: string
  /** Names its handler: timer, continue, recheck, deliver, message, listen, signal, signal-page, signal-one, start-timer, task-due … */
  kind: string
  instance?: string
  /** Which part of the instance it is for (instances/parts.ts). */
  part?: string
  /** UTC ISO. */
  nextAt: string
  payload: Json
}

export interface Job extends NewJob {
  /** Claims so far, this one included. */
  attempts: number
  lease: string
}

const columns = ['id', 'kind', 'instance_id', 'part', 'next_at', 'attempts', 'payload']

export const addJobs = (tx: Tx, jobs: readonly NewJob[]): Promise<void> =>
  insertRows(
    tx,
    'jobs',
    columns,
    jobs.map(job => [job.id, job.kind, job.instance ?? null, job.part ?? '', job.nextAt, 0, JSON.stringify(job.payload)]),
  )

export const removeJobs = (tx: Tx, ids: readonly string[]): Promise<void> => dropRows(tx, 'jobs', 'id', ids)

/** A job that may be there already is put in the place of the old one; whoever holds a lease on the old one has lost it. */
export async function putJobs(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return
  await removeJobs(
    tx,
    jobs.map(job => job.id),
  )
  await addJobs(tx, jobs)
}
