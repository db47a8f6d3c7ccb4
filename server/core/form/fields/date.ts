import { dateFromText, isDate, toInstant } from '../calendar.js'
import { halfWidth, isEmpty } from '../clean-text.js'
import type { DateField } from '../form.js'
import { orderOperators, parsed, refused, sameColumns, type FieldKind } from '../kind.js'

/** A day on the calendar, without a clock: "2026-11-21". */
export const date: FieldKind<DateField> = {
  kind: 'date',
  group: 'basic',
  create: () => ({ kind: 'date' }),
  columns: () => [{ suffix: '', type: 'date' }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    return typeof raw === 'string' && isDate(raw.trim()) ? parsed(raw.trim()) : refused('NOT_A_DATE', field.key)
  },
  fromText(_field, text) {
    const plain = halfWidth(text).trim()
    // Excel's date cells arrive as midnight UTC of the day that was meant.
    const day = /^(\d{4}-\d{2}-\d{2})[T ]/.exec(plain)?.[1]
    return day && toInstant(plain, 'UTC') ? day : (dateFromText(plain) ?? text)
  },
  toText: (_field, value) => (value as string | undefined) ?? '',
  toExpression: (_field, value) => value as string | undefined,
  // An expression's `$now()` is an instant; its date part is what a date field can hold.
  fromExpression: (_field, result) => (typeof result === 'string' && result[10] === 'T' ? result.slice(0, 10) : result),
  operators: orderOperators,
  sortable: true,
  input: true,
  lint: () => [],
  compatible: (before, after) => sameColumns(date, before, after),
}
