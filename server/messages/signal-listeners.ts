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

/**
 * Subscriptions of one instance that were there when the signal was thrown. In the thrower itself ids tell the order: what it began to listen for after the
 * throw does not hear it.
 */
export async function listenersIn(read: Reader, row: SignalRecord, instance: string): Promise<string[]> {
  const rows = await read.query<{ id: string }>(
    "SELECT id FROM subscriptions WHERE instance_id = ? AND type = 'signal' AND name = ? AND since <= ?",
    [instance, row.name, row.created_at],
  )
  const ids = rows.map(each => each.id)
  const thrown = row.source === 'process' && row.id.startsWith(`${instance}.`) ? numberOf(row.id) : Infinity
  return ids.filter(id => numberOf(id) < thrown)
}

/** Ids are counted: `<instance>.<n>`. */
const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1))

export const senderOf = (row: SignalRecord): string => (row.source === 'process' ? NOBODY : row.by_user)
