import { compareDecimals } from '../form/decimal.js'
import { valueOf } from '../form/expression-view.js'
import type { Field, Form, Value, Values } from '../form/form.js'
import type { Operator, ParseContext } from '../form/kind.js'
import { isList, operandsOf } from './operands.js'
import type { Condition } from './query.js'
import { queryField } from './query-field.js'

/**
 * Does a record satisfy a condition? The meaning that SQL must agree with, and the live filter of what is already loaded.
 *
 * · An empty value satisfies `ne`, `notIn` and `empty`, and nothing else.
 * · Text: `eq` is exact; `contains` does not tell ASCII capitals from small letters.
 * · Lists (choices, member, department): `eq` the same entries, `contains` this entry, `in` any of these, `notIn` none of these.
 * · `between` includes both ends. `all` of nothing holds, `any` of nothing does not.
 *
 * A condition that lintQuery refuses matches nothing: a broken filter must not show everything.
 */
export function matches(form: Pick<Form, 'fields'>, condition: Condition, values: Values, context: ParseContext): boolean {
  if ('all' in condition) return condition.all.every(each => matches(form, each, values, context))
  if ('any' in condition) return condition.any.some(each => matches(form, each, values, context))
  const known = queryField(form, condition.field)
  if (!known?.operators.includes(condition.op)) return false
  const read = operandsOf(known.field, condition.op, condition.value, context)
  if ('problem' in read) return false
  return holds(known.field, condition.op, valueOf(values, known.field), read.operands)
}

function holds(field: Field, op: Operator, value: Value | undefined, operands: string[]): boolean {
  if (value === undefined) return op === 'empty' || op === 'ne' || op === 'notIn'
  if (op === 'empty' || op === 'notEmpty') return op === 'notEmpty'
  if (op === 'ne') return !holds(field, 'eq', value, operands)
  if (op === 'notIn') return !holds(field, 'in', value, operands)
  return isList(field) ? listHolds(op, value as string[], operands) : textHolds(field, op, value as string, operands)
}

function listHolds(op: Operator, entries: string[], operands: string[]): boolean {
  if (op === 'eq') return entries.length === new Set(operands).size && operands.every(each => entries.includes(each))
  return operands.some(each => entries.includes(each))
}

function textHolds(field: Field, op: Operator, value: string, operands: string[]): boolean {
  const order = (operand: string) =>
    field.kind === 'number' || field.kind === 'money'
      ? compareDecimals(value, operand)
      : value < operand
        ? -1
        : value > operand
          ? 1
          : 0
  const [first = '', second = ''] = operands
  switch (op) {
    case 'eq':
    case 'in':
      return operands.some(each => order(each) === 0)
    case 'contains':
      return asciiLower(value).includes(asciiLower(first))
    case 'gt':
      return order(first) > 0
    case 'gte':
      return order(first) >= 0
    case 'lt':
      return order(first) < 0
    case 'lte':
      return order(first) <= 0
    case 'between':
      return order(first) >= 0 && order(second) <= 0
    default:
      return false
  }
}

const asciiLower = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase())
