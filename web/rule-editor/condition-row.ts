import type { Field, Form } from '#core/form/form'
import type { Json } from '#core/problem'
import type { ConditionOp, ConditionRow, Conditions } from '#core/rule/conditions'
import { conditionsToSource, sourceToConditions } from '#core/rule/conditions'

/** Fields that a condition can be about: what holds a value. */
export const askable = (form: Form): Field[] =>
  form.fields.filter(field => field.kind !== 'divider' && field.kind !== 'description')

const numbers: ConditionOp[] = ['>=', '>', '<=', '<', '=', '!=', 'exists', 'missing']
const texts: ConditionOp[] = ['=', '!=', 'contains', 'notContains', 'exists', 'missing']

/** The questions that make sense for a field. Of a choice `in` and `notIn` stand for one option too. */
export function opsFor(field: Field): ConditionOp[] {
  switch (field.kind) {
    case 'number':
    case 'money':
    case 'date':
    case 'datetime':
      return numbers
    case 'choice':
      return ['in', 'notIn', 'exists', 'missing']
    case 'choices':
      return ['has', 'hasNot', 'exists', 'missing']
    case 'member':
    case 'department':
      return field.multiple ? ['has', 'hasNot', 'exists', 'missing'] : ['=', '!=', 'exists', 'missing']
    case 'file':
    case 'subform':
      return ['exists', 'missing']
    default:
      return texts
  }
}

export const takesValue = (op: ConditionOp): boolean => op !== 'exists' && op !== 'missing'

/** A condition that asks something at once: no half-written line ever reaches the rules. */
export function rowFor(field: Field, today: string): ConditionRow {
  switch (field.kind) {
    case 'number':
    case 'money':
      return { field: field.key, op: '>=', value: 0 }
    case 'date':
      return { field: field.key, op: '>=', value: today }
    case 'choice':
      return field.options[0] ? { field: field.key, op: '=', value: field.options[0].value } : { field: field.key, op: 'exists' }
    case 'choices':
      return field.options[0]
        ? { field: field.key, op: 'has', value: field.options[0].value }
        : { field: field.key, op: 'exists' }
    default:
      return { field: field.key, op: 'exists' }
  }
}

/** The same condition with another question; the value is kept where it still answers it. */
export function withOp(row: ConditionRow, op: ConditionOp, field: Field, today: string): ConditionRow {
  if (!takesValue(op)) return { field: row.field, op }
  const fresh = rowFor(field, today).value ?? (field.kind === 'datetime' ? `${today}T00:00:00.000Z` : '')
  const kept = row.value === undefined || row.value === null ? fresh : row.value
  const list = Array.isArray(kept) ? kept : [kept]
  return op === 'in' || op === 'notIn' ? withOptions({ ...row, op }, list) : { field: row.field, op, value: list[0] ?? fresh }
}

/** One option reads `=`, several `in`; "is not" one of several keeps its list, because it also holds where nothing was filled in. */
export function withOptions({ field, op }: ConditionRow, values: Json[]): ConditionRow {
  const negative = op === 'notIn' || op === '!='
  if (values.length === 1 && op !== 'notIn') return { field, op: negative ? '!=' : '=', value: values[0]! }
  return { field, op: negative ? 'notIn' : 'in', value: values }
}

/** How the operator of a row is offered: of a choice `=` is "is", like `in`. */
export const shownOp = ({ op }: ConditionRow, field: Field | undefined): ConditionOp =>
  field?.kind === 'choice' && op === '=' ? 'in' : field?.kind === 'choice' && op === '!=' ? 'notIn' : op

/** The rows of a condition when every one asks a known field something that its chips can say; else it is a formula. */
export function rowsOf(when: string, form: Form): Conditions | null {
  const conditions = sourceToConditions(when)
  if (!conditions) return null
  const fits = conditions.rows.every(row => {
    const field = form.fields.find(each => each.key === row.field)
    return field !== undefined && opsFor(field).includes(shownOp(row, field))
  })
  return fits ? conditions : null
}

export const changeRow = (conditions: Conditions, at: number, row: ConditionRow): string =>
  conditionsToSource({ ...conditions, rows: conditions.rows.map((each, index) => (index === at ? row : each)) })

export const addRow = (conditions: Conditions, row: ConditionRow): string =>
  conditionsToSource({ ...conditions, rows: [...conditions.rows, row] })

export const removeRow = (conditions: Conditions, at: number): string =>
  conditionsToSource({ ...conditions, rows: conditions.rows.filter((_, index) => index !== at) })

export const joinBy = (conditions: Conditions, joiner: 'and' | 'or'): string => conditionsToSource({ ...conditions, joiner })
