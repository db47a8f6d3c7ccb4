import type { Field } from '#core/form/form'
import type { ConditionOp, ConditionRow } from '#core/rule/conditions'

const orders: ConditionOp[] = ['=', '!=', '>', '>=', '<', '<=', 'exists', 'missing']

/** The comparisons that make sense for a kind of field, the usual one first. */
export function opsOf(field: Field): ConditionOp[] {
  switch (field.kind) {
    case 'number':
    case 'money':
    case 'date':
    case 'datetime':
      return orders
    case 'choice':
      return ['=', '!=', 'in', 'notIn', 'exists', 'missing']
    case 'choices':
      return ['has', 'hasNot', 'exists', 'missing']
    case 'file':
    case 'subform':
    case 'member':
    case 'department':
      return ['exists', 'missing']
    default:
      return ['=', '!=', 'contains', 'notContains', 'exists', 'missing']
  }
}

/** A first row about a field, ready to be read. */
export function newRow(field: Field): ConditionRow {
  const op = opsOf(field)[0]!
  return { field: field.key, op, ...(takesValue(op) ? { value: firstValue(field) } : {}) }
}

export const takesValue = (op: ConditionOp): boolean => op !== 'exists' && op !== 'missing'
export const takesMany = (op: ConditionOp): boolean => op === 'in' || op === 'notIn'

export const firstValue = (field: Field): string | number => {
  if ('options' in field) return field.options[0]?.value ?? ''
  return field.kind === 'number' || field.kind === 'money' ? 0 : ''
}

const signs: Partial<Record<ConditionOp, string>> = { '=': 'eq', '!=': 'ne', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' }
/** The key of its words: signs are no names. */
export const opName = (op: ConditionOp): string => signs[op] ?? op
