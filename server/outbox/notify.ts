import type { Reader, Tx } from '../db/transaction.js'
import { insertRows, oneOf } from '../db/write-rows.js'

/**
 * What people are told inside the product. NOTE carries a title and body that an admin wrote; the others carry names (title: the record or
 * process, body: the step), and the web says the sentence.
 */
export type NoticeCode =
  'NOTE' | 'TASK_NEW' | 'TASK_DUE' | 'TASK_TRANSFERRED' | 'TASK_URGED' | 'TASK_COPIED' | 'TASK_ESCALATED' | 'REPAIR_NEW'

export interface Notice {
  code: NoticeCode
  /** What caused it (effect, task, reminder); with the reader it is unique for ever. */
  source: string
  to: readonly string[]
  at: string
  title: string
  body: string
  task?: string
  record?: { form: string; id: string }
}

const columns = ['user_id', 'source', 'at', 'code', 'title', 'body', 'task_id', 'record_form', 'record_id']

/**
 * Notices are rows of our own database, so they are written in the transaction of what caused them: exactly once, no delivery to wait for.
 * A notice that its reader already has is left as it is.
 */
export async function writeNotices(tx: Tx, notices: readonly Notice[], repeated = false): Promise<void> {
  const rows = notices.flatMap(notice =>
    [...new Set(notice.to)].map(user => [
      user,
      notice.source,
      notice.at,
      notice.code,
      notice.title,
      notice.body,
      notice.task ?? null,
      notice.record?.form ?? null,
      notice.record?.id ?? null,
    ]),
  )
  const fresh = repeated ? await withoutKnown(tx, rows) : rows
  await insertRows(tx, 'notifications', columns, fresh)
}

async function withoutKnown(read: Reader, rows: unknown[][]): Promise<unknown[][]> {
  const sources = [...new Set(rows.map(row => row[1] as string))]
  if (sources.length === 0) return rows
  const known = await read.query<{ user_id: string; source: string }>(
    `SELECT user_id, source FROM notifications WHERE source ${oneOf(sources.length)}`,
    sources,
  )
  return rows.filter(row => !known.some(each => each.user_id === row[0] && each.source === row[1]))
}
