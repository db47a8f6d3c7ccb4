import type { Json } from '#core/problem'
import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { addJobs } from '../jobs/jobs.js'

/** Something that leaves the house. Its id is the idempotency key that the receiver sees, the same at every attempt. */
export interface Parcel {
  id: string
  channel: 'webhook'
  instance?: string
  element?: string
  at: string
  payload: Json
}

const columns = ['id', 'instance_id', 'element', 'channel', 'payload', 'status', 'attempts', 'created_at']

/** Written in the transaction of its cause, delivered after the commit, at least once. */
export async function enqueue(tx: Tx, parcels: readonly Parcel[]): Promise<void> {
  if (parcels.length === 0) return
  const rows = parcels.map(each => [
    each.id,
    each.instance ?? null,
    each.element ?? null,
    each.channel,
    JSON.stringify(each.payload),
    'waiting',
    0,
    each.at,
  ])
  await insertRows(tx, 'outbox', columns, rows)
  await addJobs(
    tx,
    parcels.map(each => ({
      id: each.id,
      kind: 'deliver',
      ...(each.instance ? { instance: each.instance } : {}),
      nextAt: each.at,
      payload: {},
    })),
  )
}
