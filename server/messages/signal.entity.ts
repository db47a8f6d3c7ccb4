import type { Reader, Tx } from '../db/transaction.js'
import type { Source } from '../instances/post-messages.js'

/** Row of migration 0016-messages. */
export interface SignalRecord {
  id: string
  name: string
  /** JSON object. */
  data: string
  status: 'underway' | 'done'
  /** Instances that received it, and those that it started. */
  reached: number
  started: number
  /** Jobs that still carry it on. */
  open_jobs: number
  created_at: string
  ended_at: string | null
  by_user: string
  source: Source
}

export async function readSignal(read: Reader, id: string): Promise<SignalRecord | undefined> {
  const [row] = await read.query<SignalRecord>('SELECT * FROM signals WHERE id = ?', [id])
  return row
}

/** In the transaction that adds a job for the signal. */
export const openJob = (tx: Tx, id: string): Promise<number> =>
  tx.run('UPDATE signals SET open_jobs = open_jobs + 1 WHERE id = ?', [id])

/** In the transaction that ends a job of the signal; the last one ends the signal. */
export async function closeJob(tx: Tx, id: string, did: { reached?: number; started?: number }, at: string): Promise<void> {
  const { reached = 0, started = 0 } = did
  const count = 'UPDATE signals SET open_jobs = open_jobs - 1, reached = reached + ?, started = started + ? WHERE id = ?'
  await tx.run(count, [reached, started, id])
  await tx.run("UPDATE signals SET status = 'done', ended_at = ? WHERE id = ? AND open_jobs = 0", [at, id])
}
