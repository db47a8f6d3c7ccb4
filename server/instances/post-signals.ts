import type { Json } from '#core/problem'
import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { addJobs } from '../jobs/jobs.js'
import type { Source } from './post-messages.js'

export interface NewSignal {
  /** Unique for as long as its row is kept: a second signal of the same id is the first one. A step's is `<instance>.<n>`. */
  id: string
  name: string
  data: Record<string, Json>
  /** When it was thrown, UTC ISO: who begins to listen later does not get it. */
  at: string
  by: string
  source: Source
}

/** Writes signals, each with the job that spreads it. With the transaction of a command: what a process throws is thrown exactly once. */
export async function postSignals(tx: Tx, signals: readonly NewSignal[]): Promise<void> {
  if (signals.length === 0) return
  await insertRows(
    tx,
    'signals',
    columns,
    signals.map(({ id, name, data, at, by, source }) => [id, name, JSON.stringify(data), 'underway', 0, 0, 1, at, by, source]),
  )
  await addJobs(
    tx,
    signals.map(({ id, at }) => ({ id: `signal.${id}`, kind: 'signal', nextAt: at, payload: { signal: id } })),
  )
}
const columns = ['id', 'name', 'data', 'status', 'reached', 'started', 'open_jobs', 'created_at', 'by_user', 'source']
