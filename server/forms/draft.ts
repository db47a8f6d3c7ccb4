import type { Form } from '#core/form/form'
import { newId } from '../db/id.js'
import type { Reader, Tx } from '../db/transaction.js'
import type { FormRecord } from './form.entity.js'
import { tableName } from './storage.js'

/** A form that is not deleted, with its draft. */
export async function readForm(reader: Reader, formId: string): Promise<(FormRecord & { form: Form }) | undefined> {
  const [row] = await reader.query<FormRecord>('SELECT * FROM forms WHERE id = ? AND deleted_at IS NULL', [formId])
  return row && { ...row, form: JSON.parse(row.draft) as Form }
}

/**
 * A new form with its first draft. Its key is kept where the app has no other form of that name (a deleted one counts, too: its table
 * is still there); otherwise a number is added.
 */
export async function createForm(tx: Tx, app: string, form: Form, at: string): Promise<string> {
  const rows = await tx.query<{ form_key: string }>('SELECT form_key FROM forms WHERE app = ?', [app])
  const key = freeKey(form.key, new Set(rows.map(row => row.form_key)))
  const id = newId()
  await tx.run(
    'INSERT INTO forms (id, app, form_key, table_name, revision, draft, version, publishing, created_at) VALUES (?, ?, ?, ?, 1, ?, 0, 0, ?)',
    [id, app, key, tableName(key, tagOf(id)), JSON.stringify({ ...form, key }), at],
  )
  return id
}

/** The last characters of an id are its random ones. */
export const tagOf = (formId: string): string => formId.slice(-8)

/** Stores the draft when nobody else did since `revision`; false: somebody was faster. The key of a form never changes. */
export async function saveDraft(tx: Tx, formId: string, revision: number, form: Form): Promise<boolean> {
  const [row] = await tx.query<{ form_key: string }>('SELECT form_key FROM forms WHERE id = ?', [formId])
  const draft = JSON.stringify({ ...form, key: row?.form_key ?? form.key })
  const sql = 'UPDATE forms SET draft = ?, revision = revision + 1 WHERE id = ? AND revision = ? AND deleted_at IS NULL'
  return (await tx.run(sql, [draft, formId, revision])) === 1
}

/** Back to the published version; false when there is none. */
export async function discardDraft(tx: Tx, formId: string): Promise<boolean> {
  const sql = `UPDATE forms SET revision = revision + 1,
    draft = (SELECT design FROM form_versions v WHERE v.form = forms.id AND v.version = forms.version)
    WHERE id = ? AND version > 0 AND deleted_at IS NULL`
  return (await tx.run(sql, [formId])) === 1
}

/** The form leaves all lists; its table and versions stay until a purge. */
export async function deleteForm(tx: Tx, formId: string, at: string): Promise<boolean> {
  return (await tx.run('UPDATE forms SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL', [at, formId])) === 1
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key
  for (let n = 2; ; n++) {
    const next = `${key.slice(0, 36)}${n}`
    if (!taken.has(next)) return next
  }
}
