import { problem } from '../../problem.js'
import { withThousands } from '../decimal.js'
import type { MoneyField } from '../form.js'
import { orderOperators, sameColumns, type FieldKind } from '../kind.js'
import { decimalsOf, lintQuantity, parseQuantity, quantityFromExpression, quantityFromText } from '../quantity.js'

const signs: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£' }

export const money: FieldKind<MoneyField> = {
  kind: 'money',
  group: 'basic',
  create: () => ({ kind: 'money', currency: 'CNY', decimals: 2 }),
  columns: field => [{ suffix: '', type: 'decimal', size: decimalsOf(field) }],
  parse: parseQuantity,
  fromText: (_field, text) => quantityFromText(text),
  toText(field, value) {
    if (value === undefined) return ''
    const currency = field.currency ?? 'CNY'
    const amount = withThousands(value as string)
    const sign = signs[currency] ?? `${currency} `
    return amount.startsWith('-') ? `-${sign}${amount.slice(1)}` : sign + amount
  },
  toExpression: (_field, value) => (value === undefined ? undefined : Number(value)),
  fromExpression: quantityFromExpression,
  operators: orderOperators,
  sortable: true,
  input: true,
  lint(field) {
    const problems = lintQuantity(field)
    if (field.currency !== undefined && !/^[A-Z]{3}$/.test(field.currency)) problems.push(problem('BAD_CURRENCY', field.key))
    return problems
  },
  compatible: (before, after) => sameColumns(money, before, after),
}
