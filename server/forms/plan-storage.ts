import type { Field, Form } from '#core/form/form'
import { kindOf } from '#core/form/fields/index'
import type { Column } from '#core/form/kind'
import { listIndexes, type PublishStep } from './publish-step.js'
import {
  childTableName,
  columnFor,
  columnName,
  indexName,
  isSubform,
  type ChildTable,
  type Storage,
  type StoredField,
} from './storage.js'

export interface StoragePlan {
  storage: Storage
  steps: PublishStep[]
}

/**
 * What the database must become for a new version of a form. Pure. Never drops a table or a column: a removed field's column is retired
 * with its data, a field whose kind changed gets a new one.
 * `there`: the columns that each table has now, also those that an abandoned publication left behind.
 */
export function planStorage(
  form: Form,
  before: Storage,
  fresh: boolean,
  there: ReadonlyMap<string, ReadonlySet<string>>,
): StoragePlan {
  const steps: PublishStep[] = []
  const own = planTable(form.fields, before, before.table, before.tag, there.get(before.table) ?? new Set(), fresh)
  if (fresh)
    steps.push(
      { code: 'CREATE_TABLE', table: before.table, of: 'record', columns: own.added },
      ...listIndexes(before.table, before.tag),
    )
  steps.push(...own.steps)
  const tables = new Set([...there.keys(), ...Object.values(before.subforms).map(child => child.table)])
  const subforms: Record<string, ChildTable> = { ...before.subforms }
  for (const field of form.fields.filter(isSubform)) {
    const known = Object.hasOwn(before.subforms, field.key) ? before.subforms[field.key] : undefined
    const table = known?.table ?? childTableName(before.table, field.key, tables)
    tables.add(table)
    const child = planTable(
      field.fields,
      known ?? { fields: {}, retired: {} },
      table,
      before.tag,
      there.get(table) ?? new Set(),
      !known,
    )
    if (!known) {
      steps.push({ code: 'CREATE_TABLE', table, of: 'row', columns: child.added })
      steps.push({ code: 'ADD_INDEX', table, columns: ['record_id', 'position'], index: `ix_${table.slice(4)}`.slice(0, 62) })
    }
    steps.push(...child.steps)
    subforms[field.key] = { table, fields: child.fields, retired: child.retired }
  }
  return { storage: { table: before.table, tag: before.tag, fields: own.fields, subforms, retired: own.retired }, steps }
}

interface TablePlan {
  fields: Record<string, StoredField>
  retired: Record<string, StoredField[]>
  /** For CREATE TABLE. */
  added: { name: string; type: Column }[]
  steps: PublishStep[]
}

function planTable(
  fields: Field[],
  before: Pick<ChildTable, 'fields' | 'retired'>,
  table: string,
  tag: string,
  there: ReadonlySet<string>,
  fresh: boolean,
): TablePlan {
  const steps: PublishStep[] = []
  const result: Record<string, StoredField> = {}
  const retired = structuredClone(before.retired)
  const taken = new Set([
    ...there,
    ...Object.values(before.fields).map(f => f.column),
    ...Object.values(before.retired)
      .flat()
      .map(f => f.column),
  ])
  const added: TablePlan['added'] = []
  const retire = (key: string, stored: StoredField): void => {
    if (stored.unique) steps.push({ code: 'DROP_UNIQUE', table, column: stored.column, index: stored.unique })
    const { unique: _, ...rest } = stored
    retired[key] = [...(retired[key] ?? []), rest]
  }
  for (const field of fields) {
    const type = columnFor(field)
    if (!type) continue
    const now = Object.hasOwn(before.fields, field.key) ? before.fields[field.key] : undefined
    const kept = now && fits(now, field) ? now : undefined
    const back = kept ? undefined : (retired[field.key] ?? []).findLast(old => fits(old, field))
    if (now && !kept) retire(field.key, now)
    if (back) retired[field.key] = retired[field.key]!.filter(old => old !== back)
    const found = kept ?? back
    const stored: StoredField = { column: found?.column ?? columnName(field.key, taken), type: found?.type ?? type, field }
    taken.add(stored.column)
    if (!found) {
      added.push({ name: stored.column, type })
      if (!fresh) steps.push({ code: 'ADD_COLUMN', table, column: stored.column, type })
      const scale = now && widened(now.type, type, field)
      if (now && scale !== undefined) steps.push({ code: 'COPY_COLUMN', table, column: stored.column, from: now.column, scale })
    }
    const index = kept?.unique ?? indexName('ux', tag, stored.column)
    if (field.unique && !kept?.unique) steps.push({ code: 'ADD_UNIQUE', table, column: stored.column, index })
    if (!field.unique && kept?.unique) steps.push({ code: 'DROP_UNIQUE', table, column: stored.column, index: kept.unique })
    if (field.unique) stored.unique = index
    result[field.key] = stored
  }
  const living = new Set(fields.map(field => field.key))
  for (const [key, stored] of Object.entries(before.fields)) if (!living.has(key)) retire(key, stored)
  return { fields: result, retired, added, steps }
}

const fits = (stored: StoredField, field: Field): boolean =>
  stored.field.kind === field.kind && kindOf(field).compatible(stored.field, field)

/** Digits to shift by when every old value can be kept in the new column as it is; undefined when the kinds have nothing in common. */
function widened(from: Column, to: Column, field: Field): number | undefined {
  if (from.type === 'decimal' && to.type === 'decimal' && (to.size ?? 0) > (from.size ?? 0))
    return (to.size ?? 0) - (from.size ?? 0)
  if (field.kind !== 'text' && field.kind !== 'textarea') return undefined
  const texts = ['varchar', 'text', 'longtext']
  const roomier = to.type !== 'varchar' || (from.type === 'varchar' && (from.size ?? 0) <= (to.size ?? 0))
  return texts.includes(from.type) && texts.includes(to.type) && roomier ? 0 : undefined
}
