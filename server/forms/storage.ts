import type { Field, Form, SubformField } from '#core/form/form'
import { kindOf } from '#core/form/fields/index'
import type { Column } from '#core/form/kind'

/** Where the values of one form version rest. Written once at publish, immutable like the version. */
export interface Storage {
  table: string
  /** Ends the names of tables and indexes: unique per form. */
  tag: string
  /** By field key; only fields that have a column. */
  fields: Record<string, StoredField>
  /** By key of the subform field: a table of its own with one row per row. */
  subforms: Record<string, ChildTable>
  /** Columns of removed and replaced fields, by key, newest last. Their data stay until a purge, and come back with the field. */
  retired: Record<string, StoredField[]>
}

export interface ChildTable {
  table: string
  fields: Record<string, StoredField>
  retired: Record<string, StoredField[]>
}

export interface StoredField {
  column: string
  type: Column
  /** The field as it was when the column was made: what `compatible` compares with. */
  field: Field
  /** Name of the unique index on the column. */
  unique?: string
}

/** The column a field needs, or undefined for layout kinds and subforms. Every kind of this version has one column at most. */
export const columnFor = (field: Field): Column | undefined => kindOf(field).columns(field)[0]

export const isSubform = (field: Field): field is SubformField => field.kind === 'subform'

/** rec_<key>_<tag>: readable for people with a BI tool, made of checked keys only. */
export const tableName = (formKey: string, tag: string): string => `rec_${snake(formKey).slice(0, 24)}_${tag}`

export const childTableName = (table: string, key: string, taken: ReadonlySet<string>): string =>
  fresh(`${table}__${snake(key).slice(0, 16)}`, taken)

/** f_<key>, with a number when an older column has the name. */
export const columnName = (key: string, taken: ReadonlySet<string>): string => fresh(`f_${snake(key).slice(0, 40)}`, taken)

export const indexName = (kind: 'ux' | 'ix', tag: string, column: string): string => `${kind}_${tag}_${column}`.slice(0, 62)

function fresh(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let n = 2; ; n++) if (!taken.has(`${name}_${n}`)) return `${name}_${n}`
}

/** annualSpend → annual_spend. Keys are letters and digits only (core/form lint); anything else never becomes a name. */
function snake(key: string): string {
  if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(key)) throw new Error(`not a legal key: ${JSON.stringify(key)}`)
  return key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

export const emptyStorage = (form: Pick<Form, 'key'>, tag: string): Storage => ({
  table: tableName(form.key, tag),
  tag,
  fields: {},
  subforms: {},
  retired: {},
})
