import { dateFromText, toInstant, wallClock } from '../calendar.js'
import { halfWidth, isEmpty } from '../clean-text.js'
import type { DatetimeField } from '../form.js'
import { orderOperators, parsed, refused, sameColumns, type FieldKind } from '../kind.js'

/** An instant, kept in UTC. What is typed without an offset is the clock on the wall of the form's zone. */
export const datetime: FieldKind<DatetimeField> = {
  kind: 'datetime',
  group: 'basic',
  create: () => ({ kind: 'datetime' }),
  columns: () => [{ suffix: '', type: 'datetime' }],
  parse(field, raw, context) {
    if (isEmpty(raw)) return parsed(undefined)
    const instant = typeof raw === 'string' ? toInstant(raw, context.zone) : undefined
    return instant ? parsed(instant) : refused('NOT_A_TIME', field.key)
  },
  fromText(_field, text) {
    const plain = halfWidth(text).trim()
    const match = /^(.*?[\d日])(?:[T\s]+(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2}))?[分秒]?)?$/.exec(plain)
    const day = match && dateFromText(match[1]!)
    if (!day) return text
    const [hour = '00', minute = '00', second = '00'] = match.slice(2).map(part => part?.padStart(2, '0'))
    return `${day}T${hour}:${minute}:${second}`
  },
  toText: (_field, value, _language, zone = 'UTC') => (value === undefined ? '' : wallClock(value as string, zone)),
  toExpression: (_field, value) => value as string | undefined,
  fromExpression: (_field, result) => result,
  operators: orderOperators,
  sortable: true,
  input: true,
  lint: () => [],
  compatible: (before, after) => sameColumns(datetime, before, after),
}
