import type { Reader } from '../db/transaction.js'
import { NOBODY } from '../instances/process-starter.js'
import type { SignalRecord } from './signal.entity.js'

/** `limit` none: all up to `to`. */
type Range = { after: string; limit: number } | { after: string; to: string }

/** Instances that listened when the signal was thrown, by id. */
export async function listeningInstances(read: Reader, row: SignalRecord, range: Range): Promise<string[]> {
  const [until, value] =
    'to' in range ? ['AND instance_id <= ? ORDER BY instance_id', range.to] : ['ORDER BY instance_id LIMIT ?', range.limit]
  const rows = await read.query<{ instance_id: string }>(
    `SELECT DISTINCT instance_id FROM subscriptions WHERE type = 'signal' AND name = ? AND since <= ? AND instance_id > ? ${until}`,
    [row.name, row.created_at, range.after, value],
  )
  return rows.map(each => each.instance_id)
}

/** Listeners of one command: one instance may have a hundred thousand of them, in the children of a loop. */
const MOST = 100

/**
 * Subscriptions of one instance that were there when the signal was thrown, behind `within`; `last`: there may be more behind it. In the thrower itself ids tell
 * the order: what it began to listen for after the throw does not hear it.
 */
export async function listenersIn(
  read: Reader,
  row: SignalRecord,
  instance: string,
  within: string,
): Promise<{ ids: string[]; last?: string }> {
  const rows = await read.query<{ id: string; since: string }>(
    "SELECT id, since FROM subscriptions WHERE type = 'signal' AND name = ? AND instance_id = ? AND id > ? ORDER BY id LIMIT ?",
    [row.name, instance, within, MOST],
  )
  const thrown = row.source === 'process' && row.id.startsWith(`${instance}.`) ? numberOf(row.id) : Infinity
  const ids = rows.filter(each => each.since <= row.created_at && numberOf(each.id) < thrown).map(each => each.id)
  return { ids, ...(rows.length === MOST ? { last: rows.at(-1)!.id } : {}) }
}

/** Ids are counted: `<instance>.<n>`. */
const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1))

export const senderOf = (row: SignalRecord): string => (row.source === 'process' ? NOBODY : row.by_user)
