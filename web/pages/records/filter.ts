import { kindOf } from '#core/form/fields/index'
import type { Field } from '#core/form/form'
import type { Operator } from '#core/form/kind'
import type { Json } from '#core/problem'
import { operandsOf } from '#core/query/operands'
import type { Condition } from '#core/query/query'
import { isPeriod, periodOf, shiftDay } from './period'

/** `during` is ours: a date within a period that moves with today. Everything else is the query language's. */
export type RowOperator = Operator | 'during'

export interface FilterRow {
  field: string
  op: RowOperator
  value?: Json
}

export interface Filter {
  join: 'all' | 'any'
  rows: FilterRow[]
}

/** Stands for whoever looks, so that a shared address means each reader's own records. */
export const meToken = '@me'

export interface FilterPlace {
  me: string
  /** YYYY-MM-DD at the form's wall. */
  today: string
}

const byKind: Partial<Record<Field['kind'], RowOperator[]>> = {
  choice: ['in', 'notIn', 'empty', 'notEmpty'],
  choices: ['in', 'notIn', 'empty', 'notEmpty'],
  member: ['in', 'notIn', 'empty', 'notEmpty'],
  department: ['in', 'notIn', 'empty', 'notEmpty'],
  number: ['gte', 'lte', 'between', 'eq', 'ne', 'empty', 'notEmpty'],
  money: ['gte', 'lte', 'between', 'eq', 'ne', 'empty', 'notEmpty'],
  date: ['during', 'eq', 'gte', 'lte', 'between', 'empty', 'notEmpty'],
  datetime: ['during', 'gte', 'lte', 'empty', 'notEmpty'],
}
const texts: RowOperator[] = ['contains', 'eq', 'ne', 'empty', 'notEmpty']

/** Operators that a row offers for a field, the most useful first. */
export function operatorsFor(field: Field): RowOperator[] {
  // A system column is a plain column: it is never empty and cannot be searched inside of.
  if (field.key.startsWith('_')) return field.kind === 'datetime' ? ['during', 'gte', 'lte'] : ['in', 'notIn']
  const allowed = kindOf(field).operators
  return (byKind[field.kind] ?? texts).filter(op => op === 'during' || allowed.includes(op))
}

export const takesValue = (op: RowOperator): boolean => op !== 'empty' && op !== 'notEmpty'

/** Does the row say something already? A row without its value filters nothing. */
export function isComplete({ op, value }: FilterRow): boolean {
  if (!takesValue(op)) return true
  if (op === 'during') return isPeriod(value)
  if (op === 'between') return Array.isArray(value) && value.length === 2 && value.every(isGiven)
  return Array.isArray(value) ? value.length > 0 : isGiven(value)
}
const isGiven = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== ''

/** What the rows ask of the server; undefined when none is complete. Rows about fields that are gone are left out. */
export function conditionOf(filter: Filter, fields: Field[], place: FilterPlace): Condition | undefined {
  const conditions = filter.rows.filter(isComplete).flatMap(row => {
    const field = fields.find(each => each.key === row.field)
    return field && isReadable(row, field) ? [rowCondition(row, field, place)] : []
  })
  if (conditions.length <= 1) return conditions[0]
  return filter.join === 'any' ? { any: conditions } : { all: conditions }
}

/** Half a phone number, or a word where a number belongs: the row waits, rather than that the server refuses the list. */
function isReadable({ op, value }: FilterRow, field: Field): boolean {
  if (op === 'during' || field.kind === 'datetime') return true
  return 'operands' in operandsOf(field, op, value, { at: '', zone: 'UTC' })
}

function rowCondition({ op, value, field: key }: FilterRow, field: Field, { me, today }: FilterPlace): Condition {
  if (op === 'during') return within(field, periodOf(String(value), today))
  if (field.kind === 'datetime' && (op === 'gte' || op === 'lte'))
    return within(field, op === 'gte' ? { from: String(value) } : { to: String(value) })
  if (!takesValue(op)) return { field: key, op }
  const meant = Array.isArray(value) ? value.map(each => (each === meToken ? me : each)) : value === meToken ? me : value
  return { field: key, op, value: meant }
}

/** From the first day to the last, both included. A moment is compared with the midnights around them. */
function within(field: Field, { from, to }: { from?: string; to?: string }): Condition {
  const key = field.key
  if (field.kind === 'date') {
    if (from !== undefined && to !== undefined) return { field: key, op: 'between', value: [from, to] }
    return from !== undefined ? { field: key, op: 'gte', value: from } : { field: key, op: 'lte', value: to! }
  }
  const after: Condition[] = from === undefined ? [] : [{ field: key, op: 'gte', value: `${from} 00:00` }]
  const before: Condition[] = to === undefined ? [] : [{ field: key, op: 'lt', value: `${shiftDay(to, 1)} 00:00` }]
  const both = [...after, ...before]
  return both.length === 1 ? both[0]! : { all: both }
}

/** `["all",["grade","in",["A"]]]`: a filter as it stands in an address. */
export const filterToText = (filter: Filter): string =>
  JSON.stringify([
    filter.join,
    ...filter.rows.map(({ field, op, value }) => (value === undefined ? [field, op] : [field, op, value])),
  ])

/** Reads what filterToText wrote; an address that somebody bent is no filter. */
export function filterFromText(text: string | undefined): Filter {
  const none: Filter = { join: 'all', rows: [] }
  if (!text) return none
  try {
    const [join, ...rows] = JSON.parse(text) as ['all' | 'any', ...[string, RowOperator, Json?][]]
    if (join !== 'all' && join !== 'any') return none
    return { join, rows: rows.map(([field, op, value]) => (value === undefined ? { field, op } : { field, op, value })) }
  } catch {
    return none
  }
}
