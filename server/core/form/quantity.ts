import { problem, type Problem } from '../problem.js'
import { halfWidth, isEmpty } from './clean-text.js'
import { compareDecimals, fromFloat, isDecimal, toDecimal } from './decimal.js'
import type { MoneyField, NumberField } from './form.js'
import { parsed, refused, type Parsed } from './kind.js'

/** What number and money have in common. */
type QuantityField = NumberField | MoneyField

/** Digits after the point: none for a number, cents for money, unless the field says otherwise. */
export const decimalsOf = (field: QuantityField): number => field.decimals ?? (field.kind === 'money' ? 2 : 0)

export function parseQuantity(field: QuantityField, raw: unknown): Parsed {
  if (isEmpty(raw)) return parsed(undefined)
  const read = toDecimal(raw, decimalsOf(field))
  if ('code' in read) return refused(read.code, field.key, read.params)
  if (field.min !== undefined && isDecimal(field.min) && compareDecimals(read.value, field.min) < 0)
    return refused('TOO_SMALL', field.key, { min: field.min })
  if (field.max !== undefined && isDecimal(field.max) && compareDecimals(read.value, field.max) > 0)
    return refused('TOO_LARGE', field.key, { max: field.max })
  return parsed(read.value)
}

const powers: Record<string, number> = { 万: 4, 萬: 4, 亿: 8, 億: 8, k: 3, K: 3 }

/** "￥１,２３４．５" → "1234.5", "386万" → "386e4" (an exponent is exact here). What is no number stays as it is, for `parse` to refuse. */
export function quantityFromText(text: string): string {
  const plain = halfWidth(text).replace(/[¥￥$€£\s,，']|CNY|RMB|USD|人民币|元/gi, '')
  const match = /^([+-]?[\d.]+)([万萬亿億kK])?$/.exec(plain)
  return match ? match[1]! + (match[2] ? `e${powers[match[2]]}` : '') : text
}

/** A computed float is rounded to the field's decimals; anything else is left for `parse` to judge. */
export const quantityFromExpression = (field: QuantityField, result: unknown): unknown =>
  typeof result === 'number' ? (fromFloat(result, decimalsOf(field)) ?? null) : result

export function lintQuantity(field: QuantityField): Problem[] {
  const problems: Problem[] = []
  const decimals = decimalsOf(field)
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 6) problems.push(problem('BAD_DECIMALS', field.key, { max: 6 }))
  for (const name of ['min', 'max'] as const)
    if (field[name] !== undefined && !isDecimal(field[name])) problems.push(problem('BAD_LIMIT', field.key, { setting: name }))
  if (isDecimal(field.min) && isDecimal(field.max) && compareDecimals(field.min, field.max) > 0)
    problems.push(problem('MIN_ABOVE_MAX', field.key, { min: field.min, max: field.max }))
  return problems
}
