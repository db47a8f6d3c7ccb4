import type { Tx } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import { Overtaken } from './plan.js'
import type { StoredRecord, Through } from './record.js'
import { logChange } from './write-record.js'

/**
 * To the trash: a snapshot elsewhere, so that a unique value is free again at once and lists need no "deleted" condition. The log and the
 * decisions stay. Throws Overtaken when the record changed since it was read.
 */
export async function deleteRecord(
  tx: Tx,
  form: PublishedForm,
  record: StoredRecord,
  by: string | null,
  through: Through,
  at: string,
): Promise<void> {
  const { quote } = tx.dialect
  if ((await tx.run(`DELETE FROM ${quote(form.storage.table)} WHERE id = ? AND rev = ?`, [record.id, record.rev])) === 0)
    throw new Overtaken('the record was changed')
  for (const child of Object.values(form.storage.subforms))
    await tx.run(`DELETE FROM ${quote(child.table)} WHERE record_id = ?`, [record.id])
  await tx.run(
    'INSERT INTO record_trash (id, form, version, deleted_at, deleted_by, title, snapshot) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [record.id, form.id, record.version, at, by, record.title, JSON.stringify(record)],
  )
  await logChange(tx, { form: form.id, record: record.id, at, by, through, action: 'deleted', changes: [] })
}
