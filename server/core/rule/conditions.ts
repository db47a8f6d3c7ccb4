import type { Json } from '../problem.js'
import { callee, left, type Node } from './ast.js'
import { passGate } from './gate.js'
import { IN_PROCESS } from './limits.js'
import { quoteField } from './names.js'

/** Conditions as rows that people fill in without writing an expression. */
export interface Conditions {
  joiner: 'and' | 'or'
  rows: ConditionRow[]
}

export interface ConditionRow {
  /** A field key, or a path into rows: `items.price`. */
  field: string
  op: ConditionOp
  /** A text, number or truth value; a list of them for `in` and `notIn`; nothing for `exists` and `missing`. */
  value?: Json
}

/** `contains`: a text holds a text; `has`: a multiple choice holds an option. */
export type ConditionOp =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'notIn' | 'contains' | 'notContains' | 'has' | 'hasNot' | 'exists' | 'missing'

const COMPARISONS = new Set<string>(['=', '!=', '<', '<=', '>', '>='])
const NEGATED: Record<string, ConditionOp> = { in: 'notIn', contains: 'notContains', has: 'hasNot', exists: 'missing' }

/** The expression of condition rows; no rows hold always. */
export const conditionsToSource = ({ joiner, rows }: Conditions): string =>
  rows.length === 0 ? 'true' : rows.map(rowToSource).join(` ${joiner} `)

const rowToSource = ({ field, op, value }: ConditionRow): string => {
  const name = quoteField(field)
  const literal = JSON.stringify(value ?? null)
  switch (op) {
    case 'in':
      return `${name} in ${literal}`
    case 'contains':
      return `$contains(${name}, ${literal})`
    case 'has':
      return `${literal} in ${name}`
    case 'exists':
      return `$exists(${name})`
    case 'notIn':
      return `$not(${name} in ${literal})`
    case 'notContains':
      return `$not($contains(${name}, ${literal}))`
    case 'hasNot':
      return `$not(${literal} in ${name})`
    case 'missing':
      return `$not($exists(${name}))`
    default:
      return `${name} ${op} ${literal}`
  }
}

/** The rows that mean the same as an expression, or null when it says more than rows can. */
export const sourceToConditions = (source: string): Conditions | null => {
  const passed = passGate(source, IN_PROCESS)
  if ('code' in passed) return null
  const { tree } = passed
  if (isPlain(tree) && tree.type === 'value' && tree.value === true) return { joiner: 'and', rows: [] }
  const joiner = isJoin(tree, 'or') ? 'or' : 'and'
  const rows = joined(tree, joiner).map(readRow)
  return rows.every(row => row !== null) ? { joiner, rows } : null
}

const isPlain = (node: Node) => !node.predicate && !node.stages && !node.group && !node.focus && !node.index && !node.keepArray
const isJoin = (node: Node, joiner: string) => node.type === 'binary' && node.value === joiner && isPlain(node)
const joined = (node: Node, joiner: string): Node[] =>
  isJoin(node, joiner) ? [...joined(left(node), joiner), ...joined(node.rhs!, joiner)] : [node]

const readRow = (node: Node): ConditionRow | null => {
  if (!isPlain(node)) return null
  const name = callee(node)
  const given = node.arguments ?? []
  if (name === 'not' && given.length === 1) {
    const row = readRow(given[0]!)
    const op = row && NEGATED[row.op]
    return row && op ? { ...row, op } : null
  }
  if (name === 'exists' && given.length === 1) return rowOf(given[0]!, 'exists')
  if (name === 'contains' && given.length === 2 && given[1]!.type === 'string') return rowOf(given[0]!, 'contains', given[1])
  if (node.type !== 'binary') return null
  const op = String(node.value)
  if (COMPARISONS.has(op)) return rowOf(left(node), op as ConditionOp, node.rhs)
  if (op !== 'in') return null
  if (left(node).type === 'path') return isList(node.rhs!) ? rowOf(left(node), 'in', node.rhs) : null
  return isList(left(node)) ? null : rowOf(node.rhs!, 'has', left(node))
}

const rowOf = (field: Node, op: ConditionOp, value?: Node): ConditionRow | null => {
  const names = field.type === 'path' && isPlain(field) ? field.steps! : []
  if (names.length === 0 || names.some(step => step.type !== 'name' || !isPlain(step) || String(step.value).includes('.')))
    return null
  const row = { field: names.map(step => String(step.value)).join('.'), op }
  if (!value) return row
  const literal = literalOf(value)
  if (literal === undefined || (Array.isArray(literal) && op !== 'in')) return null
  return { ...row, value: literal }
}

const isList = (node: Node) => node.type === 'unary' && node.value === '['

const literalOf = (node: Node): Json | undefined => {
  if (!isPlain(node)) return undefined
  if (node.type === 'string' || node.type === 'number' || node.type === 'value') return node.value as Json
  if (!isList(node)) return undefined
  const items = node.expressions!.map(item => (isList(item) ? undefined : literalOf(item)))
  return items.every(item => item !== undefined) ? items : undefined
}
