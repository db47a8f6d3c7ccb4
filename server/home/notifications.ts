import type { Reader, Tx } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'
import type { NotificationInfo } from './home.api.js'

interface NotificationRow {
  /** Its id: what caused it. */
  source: string
  at: string
  code: NotificationInfo['code']
  title: string
  body: string
  task_id: string | null
  record_form: string | null
  record_id: string | null
  read_at: string | null
}

/** The newest hundred. */
export async function listNotifications(read: Reader, user: string): Promise<NotificationInfo[]> {
  const rows = await read.query<NotificationRow>(
    'SELECT * FROM notifications WHERE user_id = ? ORDER BY at DESC, source DESC LIMIT 100',
    [user],
  )
  return rows.map(row => ({
    id: row.source,
    at: row.at,
    code: row.code,
    title: row.title,
    body: row.body,
    task: row.task_id,
    record: row.record_id === null ? null : { form: row.record_form!, id: row.record_id },
    read: row.read_at !== null,
  }))
}

/** Marks these, or all, as read. */
export async function readNotifications(tx: Tx, user: string, ids: readonly string[] | undefined, at: string): Promise<void> {
  if (ids?.length === 0) return
  const which = ids ? ` AND source ${oneOf(ids.length)}` : ''
  await tx.run(`UPDATE notifications SET read_at = ? WHERE user_id = ? AND read_at IS NULL${which}`, [at, user, ...(ids ?? [])])
}
