import { child, type Moddle } from '#core/process/bpmn/moddle'
import {
  conditionsToSource,
  sourceToConditions,
  type ConditionOp,
  type ConditionRow,
  type Conditions,
} from '#core/rule/conditions'
import { formal, word, type Change, type Create } from './edit'

/** Gateways (and activities with several ways out) that ask conditions. */
const DECIDING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway']

export const conditionOf = (flow: Moddle): string => word(child(flow, 'conditionExpression'), 'body').trim()

export const putCondition = (create: Create, flow: Moddle, source: string): Change[] =>
  formal(create, flow, 'conditionExpression', source.trim() === '' ? undefined : source, 'jsonata')

export const isDeciding = (source: Moddle | undefined): boolean => DECIDING.includes(source?.$type ?? '')
export const mayBeDefault = (source: Moddle | undefined): boolean =>
  isDeciding(source) || /Task$|SubProcess$/.test(source?.$type ?? '')

/** Comparisons that make sense for a kind of field, most used first. */
export function opsFor(kind: string): ConditionOp[] {
  if (kind === 'choices' || kind === 'member' || kind === 'department') return ['has', 'hasNot', 'exists', 'missing']
  if (kind === 'choice') return ['=', '!=', 'in', 'notIn', 'exists', 'missing']
  if (['number', 'money', 'date', 'datetime'].includes(kind)) return ['=', '!=', '>', '>=', '<', '<=', 'exists', 'missing']
  if (kind === 'file' || kind === 'subform') return ['exists', 'missing']
  return ['=', '!=', 'contains', 'notContains', 'exists', 'missing']
}

export const takesValue = (op: ConditionOp): boolean => op !== 'exists' && op !== 'missing'
export const takesList = (op: ConditionOp): boolean => op === 'in' || op === 'notIn'

/** A row says something only when its value is there. */
export const isWhole = (row: ConditionRow): boolean =>
  row.field !== '' &&
  (!takesValue(row.op) || (Array.isArray(row.value) ? row.value.length > 0 : row.value !== undefined && row.value !== ''))

/** The rows of an expression; an empty one is one empty row; null: it says more than rows can. */
export const rowsOf = (source: string): Conditions | null =>
  source === '' ? { joiner: 'and', rows: [] } : sourceToConditions(source)

export const sourceOfRows = ({ joiner, rows }: Conditions): string => {
  const whole = rows.filter(isWhole)
  return whole.length === 0 ? '' : conditionsToSource({ joiner, rows: whole })
}
