import type { Row, Value, Values } from '#core/form/form'
import type { Dialect } from '../db/dialect.js'
import type { Reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { StoredField } from '../forms/storage.js'
import type { RecordSource } from './records.api.js'
import type { StoredRecord } from './record.js'

export type RawRow = Record<string, unknown>

/** One live record with its subform rows, or undefined. */
export async function readRecord(reader: Reader, form: PublishedForm, id: string): Promise<StoredRecord | undefined> {
  return (await readRecords(reader, form, [id]))[0]
}

/** Live records by id, in no particular order; ids that are not there are left out. */
export async function readRecords(reader: Reader, form: PublishedForm, ids: string[], subforms = true): Promise<StoredRecord[]> {
  if (ids.length === 0) return []
  const rows = await reader.query<RawRow>(
    `SELECT * FROM ${reader.dialect.quote(form.storage.table)} WHERE id IN (${marks(ids)})`,
    ids,
  )
  const records = rows.map(row => recordOf(reader.dialect, form, row))
  if (subforms) await addRows(reader, form, records)
  return records
}

export const marks = (list: unknown[]): string => list.map(() => '?').join(', ')

/** A row of the form's table → record, without its subform rows. */
export function recordOf(dialect: Dialect, form: PublishedForm, row: RawRow): StoredRecord {
  const text = (name: string): string | null => row[name] as string | null
  return {
    id: row.id as string,
    form: form.id,
    version: row.version as number,
    rev: row.rev as number,
    createdAt: row.created_at as string,
    createdBy: text('created_by'),
    updatedAt: row.updated_at as string,
    updatedBy: text('updated_by'),
    owner: text('owner_id'),
    department: text('department_id'),
    source: row.source as RecordSource,
    link: text('link_id'),
    title: row.title as string,
    values: valuesOf(dialect, form.storage.fields, row),
  }
}

function valuesOf(dialect: Dialect, fields: Record<string, StoredField>, row: RawRow): Values {
  const values: Values = {}
  for (const [key, stored] of Object.entries(fields)) {
    const value = dialect.read(stored.type, row[stored.column])
    if (value !== null) values[key] = value as Value
  }
  return values
}

/** Fills the subforms of many records with one query per subform. */
async function addRows(reader: Reader, form: PublishedForm, records: StoredRecord[]): Promise<void> {
  if (records.length === 0) return
  const byId = new Map(records.map(record => [record.id, record]))
  for (const [key, child] of Object.entries(form.storage.subforms)) {
    if (!form.form.fields.some(field => field.key === key)) continue
    const sql = `SELECT * FROM ${reader.dialect.quote(child.table)} WHERE record_id IN (${marks(records)}) ORDER BY record_id, position`
    for (const row of await reader.query<RawRow>(sql, [...byId.keys()])) {
      const { values } = byId.get(row.record_id as string)!
      const rows = (values[key] ??= []) as Row[]
      rows.push({ id: row.id as string, ...valuesOf(reader.dialect, child.fields, row) })
    }
  }
}
