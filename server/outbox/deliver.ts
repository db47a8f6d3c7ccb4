import type { DataSource } from 'typeorm'
import { problem, type Json, type Problem } from '#core/problem'
import { reader, type Tx } from '../db/transaction.js'
import { callOut, ordinary, type Limits } from './call-out.js'

/** How a parcel fared. `again`: it may be tried once more. */
export type Delivery = { result: Json } | { problem: Problem; again: boolean }

export interface WaitingParcel {
  id: string
  instance: string | null
  payload: { token: string; url: string; method: string; body: Json }
}

/** A parcel that was not delivered yet. */
export async function waitingParcel(db: DataSource, id: string): Promise<WaitingParcel | undefined> {
  const [row] = await reader(db).query<{ id: string; instance_id: string | null; payload: string }>(
    "SELECT id, instance_id, payload FROM outbox WHERE id = ? AND status = 'waiting'",
    [id],
  )
  return row && { id: row.id, instance: row.instance_id, payload: JSON.parse(row.payload) as WaitingParcel['payload'] }
}

/** One attempt. 2xx is done; 4xx (but 408, 425, 429) will not get better by itself; everything else may. */
export async function deliver(parcel: WaitingParcel, limits: Limits = ordinary): Promise<Delivery> {
  const { url, method, body } = parcel.payload
  const sends = method !== 'GET'
  const headers = {
    accept: 'application/json',
    'idempotency-key': parcel.id,
    'user-agent': 'Formloom',
    ...(sends ? { 'content-type': 'application/json' } : {}),
  }
  const reply = await callOut({ url, method, headers, ...(sends ? { body: JSON.stringify(body) } : {}) }, limits)
  if ('problem' in reply) return { problem: reply.problem, again: reply.problem.code !== 'URL_NOT_ALLOWED' }
  if (reply.status >= 200 && reply.status < 300) return { result: parsed(reply.body) }
  const hopeless = reply.status < 500 && ![408, 425, 429].includes(reply.status)
  return { problem: problem('CALL_REFUSED', undefined, { status: reply.status }), again: !hopeless }
}

/** Written in the transaction that tells the process. */
export async function markParcel(
  tx: Tx,
  id: string,
  status: 'done' | 'failed',
  attempts: number,
  at: string,
  why?: Problem,
): Promise<void> {
  await tx.run('UPDATE outbox SET status = ?, attempts = ?, done_at = ?, problem = ? WHERE id = ?', [
    status,
    attempts,
    at,
    why ? JSON.stringify(why) : null,
    id,
  ])
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
