import { kindOf } from '#core/form/fields/index'
import { withThousands } from '#core/form/decimal'
import type { MoneyField, NumberField } from '#core/form/form'

type QuantityField = NumberField | MoneyField

const context = { at: '', zone: 'UTC' }

/** What was typed ("3,860,000", "386万") → a canonical decimal where it is a number that the field takes, else as typed. */
export function typedQuantity(field: QuantityField, text: string): unknown {
  if (text.trim() === '') return undefined
  const kind = kindOf(field)
  const read = kind.parse(field, kind.fromText(field, text), context)
  return 'problems' in read ? text : read.value
}

const isCanonical = (value: string): boolean => /^-?\d+(\.\d+)?$/.test(value)

/** For reading: thousands, and for money its cents. */
export function quantityShown(value: unknown): string {
  const text = String(value ?? '')
  return isCanonical(text) ? withThousands(text) : text
}

/** For typing: no thousands, no zeros that nobody typed. */
export function quantityTyped(value: unknown): string {
  const text = String(value ?? '')
  return isCanonical(text) ? text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : text
}

/** "386 万": Chinese readers count in ten thousands; undefined below one of them or when it is no round reading. */
export function inTenThousands(value: unknown): string | undefined {
  const text = String(value ?? '')
  if (!isCanonical(text) || Math.abs(Number(text)) < 10_000) return undefined
  const [size, unit] = Math.abs(Number(text)) >= 1e8 ? [1e8, '亿'] : [1e4, '万']
  return `${(Number(text) / size).toLocaleString('zh-CN', { maximumFractionDigits: 4 })} ${unit}`
}
