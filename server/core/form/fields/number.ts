import type { NumberField } from '../form.js'
import { orderOperators, sameColumns, type FieldKind } from '../kind.js'
import { decimalsOf, lintQuantity, parseQuantity, quantityFromExpression, quantityFromText } from '../quantity.js'

export const number: FieldKind<NumberField> = {
  kind: 'number',
  group: 'basic',
  create: () => ({ kind: 'number', decimals: 0 }),
  columns: field => [{ suffix: '', type: 'decimal', size: decimalsOf(field) }],
  parse: parseQuantity,
  fromText: (_field, text) => quantityFromText(text),
  toText: (_field, value) => (value as string | undefined) ?? '',
  toExpression: (_field, value) => (value === undefined ? undefined : Number(value)),
  fromExpression: quantityFromExpression,
  operators: orderOperators,
  sortable: true,
  input: true,
  lint: lintQuantity,
  compatible: (before, after) => sameColumns(number, before, after),
}
