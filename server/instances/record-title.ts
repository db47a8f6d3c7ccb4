import type { Reader } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import type { RecordRef } from './engine.js'

/** The title that a record rests with; undefined when it is gone or has none. */
export async function titleOfRecord(read: Reader, { form: id, id: record }: RecordRef): Promise<string | undefined> {
  const form = await publishedForm(read, id)
  if (!form) return undefined
  const [row] = await read.query<{ title: string }>(`SELECT title FROM ${read.dialect.quote(form.storage.table)} WHERE id = ?`, [
    record,
  ])
  return row?.title || undefined
}
