import type { Reader, Tx } from '../db/transaction.js'
import { messageJobId } from '../instances/post-messages.js'
import { removeJobs } from '../jobs/jobs.js'
import type { MessageRecord } from './message.entity.js'

/** What somebody listens for: a name, with a key or with any. */
export interface Ear {
  name: string
  /** Absent: any. */
  key?: string
}

/** Somebody else delivered, expired or deleted the message: everything that this transaction wrote must go. */
export class MessageGone extends Error {
  override name = 'MessageGone'
}

/** A message that is sent now or never may still be looked after for this long (milliseconds): its own request, and that one's repetitions. */
export const MOMENT = 10_000

export async function readMessage(read: Reader, id: string): Promise<MessageRecord | undefined> {
  const [row] = await read.query<MessageRecord>('SELECT * FROM messages WHERE id = ?', [id])
  return row
}

/** Ids of waiting messages that `ear` would take, the oldest first; `also` counts although its time is over (a message sent now or never). */
export async function waitingFor(read: Reader, ear: Ear, now: string, limit: number, also = ''): Promise<string[]> {
  const key = ear.key === undefined ? '' : 'AND correlation_key = ?'
  const rows = await read.query<{ id: string }>(
    `SELECT id FROM messages WHERE status = 'waiting' AND name = ? ${key} AND (expires_at > ? OR id = ?) ORDER BY created_at, n, id LIMIT ?`,
    [ear.name, ...(ear.key === undefined ? [] : [ear.key]), now, also, limit],
  )
  return rows.map(row => row.id)
}

/** Whether it may still be given to somebody at `now`. */
export const isAlive = (row: MessageRecord, now: Date): boolean =>
  row.status === 'waiting' &&
  (now.toISOString() < row.expires_at ||
    (row.expires_at === row.created_at && now.getTime() - Date.parse(row.created_at) < MOMENT))

/**
 * In the transaction of the command that receives the message: it is no longer waiting, and its job has nothing left to do. One of several that try wins;
 * the others throw MessageGone, whatever they held in hand before (a paused server, a second look at the buffer).
 */
export async function takeMessage(tx: Tx, id: string, instance: string, at: string): Promise<void> {
  const take = "UPDATE messages SET status = 'delivered', delivered_to = ?, ended_at = ? WHERE id = ? AND status = 'waiting'"
  if ((await tx.run(take, [instance, at, id])) === 0) throw new MessageGone(id)
  await removeJobs(tx, [messageJobId(id)])
}

/** Nobody came in time. Does nothing when somebody did, or when it was given more time. */
export async function expireMessage(tx: Tx, { id, expires_at: until }: MessageRecord, at: string): Promise<void> {
  const expire = "UPDATE messages SET status = 'expired', ended_at = ? WHERE id = ? AND status = 'waiting' AND expires_at = ?"
  if ((await tx.run(expire, [at, id, until])) > 0) await removeJobs(tx, [messageJobId(id)])
}
