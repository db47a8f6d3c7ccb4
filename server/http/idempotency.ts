import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Reader, Tx } from '../db/transaction.js'
import { refuse } from './refusal.js'

/** A write that its sender may repeat: after a lost answer, from two tabs, by an impatient thumb. */
export interface Ask {
  /** Undefined when the sender gave no Idempotency-Key: then every request counts. */
  key: string | undefined
  /** nameOf(principal): the keys of one sender never meet those of another. */
  principal: string
  /** Of route and body: the same key with other content is a mistake of the sender. */
  hash: string
}

export interface Kept<T> {
  status: number
  body: T
}

/** Reads the header; `principal` is nameOf(who). 400 for a key that is too long or unprintable. */
export function askOf(request: FastifyRequest, principal: string): Ask {
  const key = request.headers['idempotency-key']
  if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(key))) refuse(400, 'BAD_IDEMPOTENCY_KEY')
  const content = `${request.method} ${request.url.split('?')[0]}\n${JSON.stringify(request.body ?? null)}`
  return { key, principal: principal.slice(0, 64), hash: createHash('sha256').update(content).digest('hex') }
}

/** The first answer to this ask, if it was given already. A look before the planning; `idempotent` decides. 422 IDEMPOTENCY_KEY_REUSED. */
export async function earlierAnswer<T>(read: Reader, ask: Ask): Promise<Kept<T> | undefined> {
  if (ask.key === undefined) return undefined
  const rows = await read.query<{ hash: string; status: number; body: string }>(
    'SELECT hash, status, body FROM idempotency WHERE principal = ? AND idem_key = ?',
    [ask.principal, ask.key],
  )
  const row = rows[0]
  if (!row) return undefined
  if (row.hash !== ask.hash) refuse(422, 'IDEMPOTENCY_KEY_REUSED')
  return { status: Number(row.status), body: JSON.parse(row.body) as T }
}

/**
 * Does `work` once per key. The key is written first, in the transaction of the work itself: of two equal requests at the same time the second one
 * waits for the first, and then gets its answer; when the work fails, the key goes with it.
 */
export async function idempotent<T>(tx: Tx, ask: Ask, now: Date, work: () => Promise<Kept<T>>): Promise<Kept<T>> {
  if (ask.key === undefined) return work()
  const known = await earlierAnswer<T>(tx, ask)
  if (known) return known
  try {
    await tx.run("INSERT INTO idempotency (principal, idem_key, hash, status, body, at) VALUES (?, ?, ?, 0, 'null', ?)", [
      ask.principal,
      ask.key,
      ask.hash,
      now.toISOString(),
    ])
  } catch (error) {
    if (tx.dialect.brokenUnique(error) === undefined) throw error
    return (await earlierAnswer<T>(tx, ask))!
  }
  const answer = await work()
  await tx.later('UPDATE idempotency SET status = ?, body = ? WHERE principal = ? AND idem_key = ?', [
    answer.status,
    JSON.stringify(answer.body ?? null),
    ask.principal,
    ask.key,
  ])
  return answer
}

/** Keys are kept for a week; then a repetition would count anew. Called once in a while. */
export async function forgetKeys(tx: Tx, now: Date): Promise<number> {
  return tx.run('DELETE FROM idempotency WHERE at < ?', [new Date(now.getTime() - 7 * 86_400_000).toISOString()])
}
