import { createHash } from 'node:crypto'
import type { Json } from '#core/problem'
import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { addJobs, type NewJob } from '../jobs/jobs.js'

/** Who sent it: a step of a process, somebody through the API, the operator's command line. */
export type Source = 'process' | 'api' | 'cli'

export interface NewMessage {
  /** Unique for as long as its row is kept: a second message of the same id is the first one. */
  id: string
  name: string
  /** '' for a message without one. */
  key: string
  data: Record<string, Json>
  /** When it was sent, UTC ISO. */
  at: string
  /** UTC ISO. The same as `at`: now or never. */
  expiresAt: string
  /** Order among messages of the same time. */
  n: number
  by: string
  source: Source
}

/** How long a message waits for somebody to listen when its sender does not say: seven days, in milliseconds. */
export const KEPT = 7 * 24 * 3_600_000

/**
 * Puts messages into the buffer, each with the job that looks for its receiver at `lookAt`. With the transaction of a command: what a process sends
 * is sent exactly once. A row of the same id refuses with a broken unique index.
 */
export async function postMessages(tx: Tx, messages: readonly NewMessage[], lookAt: string): Promise<void> {
  if (messages.length === 0) return
  await insertRows(tx, 'messages', messageColumns, messages.map(valuesOf))
  await addJobs(
    tx,
    messages.map(({ id }) => messageJob(id, lookAt)),
  )
}
const messageColumns = ['id', 'name', 'correlation_key', 'data', 'status', 'n', 'created_at', 'expires_at', 'by_user', 'source']
const valuesOf = (message: NewMessage): unknown[] => [
  message.id,
  message.name,
  shortKey(message.key),
  JSON.stringify(message.data),
  'waiting',
  message.n,
  message.at,
  message.expiresAt,
  message.by,
  message.source,
]

/** Keys are compared whole, and rest in a column of 200 characters: a longer one is known by its digest, on both sides. */
export const shortKey = (key: string): string =>
  key.length <= 200 ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`

/** Looks for a receiver of one message. It goes with the delivery, or when nobody listens: then the message waits to be found by who begins to. */
export const messageJob = (message: string, nextAt: string): NewJob => ({
  id: messageJobId(message),
  kind: 'message',
  nextAt,
  payload: { message },
})
export const messageJobId = (message: string): string => `message.${message}`

/**
 * Looks in the buffer for an instance that has begun to listen. Sender and listener each look after their own commit, so one of the two sees the other,
 * however they meet: the sender's row and the listener's were both there before the later of the two looked.
 */
export const listenJob = (instance: string, nextAt: string): NewJob => ({
  id: `${instance}.listen`,
  kind: 'listen',
  instance,
  nextAt,
  payload: {},
})
