import type { Reader } from '../db/transaction.js'
import { NOBODY } from '../instances/process-starter.js'
import { dataOf, type MessageRecord } from './message.entity.js'
import type { ListMessages, MessageInfo, MessagePage, SentMessage } from './messages.api.js'

const PAGE = 50

/** One page, the newest first, without data. One whose time is over is told as expired, also before the sweep has come round. */
export async function listMessages(read: Reader, asked: ListMessages, now: string): Promise<MessagePage> {
  const { sql, with: values } = condition(asked, now)
  const [count] = await read.query<{ n: number }>(`SELECT COUNT(*) AS n FROM messages ${sql}`, values)
  const rows = await read.query<Omit<MessageRecord, 'data'>>(
    `SELECT id, name, correlation_key, status, created_at, expires_at, ended_at, delivered_to, by_user, source FROM messages ${sql}
      ORDER BY created_at DESC, n DESC, id DESC LIMIT ? OFFSET ?`,
    [...values, PAGE, (asked.page - 1) * PAGE],
  )
  return { items: rows.map(row => infoOf(row, now)), total: Number(count!.n), page: asked.page, pageSize: PAGE }
}

function condition({ status, name, key }: ListMessages, now: string): { sql: string; with: unknown[] } {
  const parts: [string, unknown[]][] = []
  if (status === 'waiting') parts.push(["status = 'waiting' AND expires_at > ?", [now]])
  if (status === 'expired') parts.push(["(status = 'expired' OR (status = 'waiting' AND expires_at <= ?))", [now]])
  if (status === 'delivered') parts.push(["status = 'delivered'", []])
  if (name !== undefined) parts.push(['name = ?', [name]])
  if (key !== undefined) parts.push(['correlation_key = ?', [key]])
  return {
    sql: parts.length === 0 ? '' : `WHERE ${parts.map(([sql]) => sql).join(' AND ')}`,
    with: parts.flatMap(([, values]) => values),
  }
}

export function sentOf(row: Omit<MessageRecord, 'data'>, now: string): SentMessage {
  const status = row.status === 'waiting' && row.expires_at <= now ? 'expired' : row.status
  return { id: row.id, status, ...(row.delivered_to === null ? {} : { instance: row.delivered_to }) }
}

const infoOf = (row: Omit<MessageRecord, 'data'>, now: string): MessageInfo => ({
  ...sentOf(row, now),
  name: row.name,
  key: row.correlation_key,
  sentAt: row.created_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at,
  by: row.source === 'process' ? NOBODY : row.by_user,
  source: row.source,
})

export const wholeOf = (row: MessageRecord, now: string): MessageInfo => ({ ...infoOf(row, now), data: dataOf(row) })
