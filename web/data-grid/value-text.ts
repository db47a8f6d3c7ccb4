import { isEmpty } from '#core/form/clean-text'
import { withThousands } from '#core/form/decimal'
import { kindOf } from '#core/form/fields/index'
import type { Field, FileRef, Value } from '#core/form/form'
import { textIn } from '#core/problem'

/** What a value needs to be said: the reader's language, names of people and departments by id, the zone of the form's clock. */
export interface Reading {
  language: 'zh' | 'en'
  names: Record<string, string>
  zone?: string
}

/** "13805718600" → "138 0571 8600", masked "138****8600" → "138 **** 8600"; anything else stays as it is. */
export const phoneText = (phone: string): string =>
  /^1[\d*]{10}$/.test(phone) ? [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)].join(' ') : phone

/** "860000.00" → "860,000": cents only where there are some. Exact: never a float. */
export const amountText = (amount: string): string =>
  /^-?\d+(\.\d+)?$/.test(amount) ? withThousands(amount.replace(/\.0+$/, '')) : amount

/** A value in words, for sentences, logs and facts. Empty is ''. What is masked or of an older form is told as it stands. */
export function valueText(field: Field, value: unknown, { language, names, zone }: Reading): string {
  if (isEmpty(value)) return ''
  const comma = language === 'zh' ? '、' : ', '
  switch (field.kind) {
    case 'member':
    case 'department':
      return (Array.isArray(value) ? value : [value]).map(id => names[String(id)] ?? String(id)).join(comma)
    case 'phone':
      return phoneText(String(value))
    case 'number':
      return [amountText(String(value)), textIn(field.unit, language)].filter(Boolean).join(' ')
    case 'file':
      return (value as FileRef[]).map(file => file.name).join(comma)
    case 'money':
      return safely(field, typeof value === 'string' ? value.replace(/\.0+$/, '') : String(value), language, zone)
    default:
      return safely(field, value, language, zone)
  }
}

/** A value as a cell of a grid shows it: amounts bare, because the column says what they are; rows and files as their number. */
export function cellText(field: Field, value: unknown, reading: Reading): string {
  if (isEmpty(value)) return ''
  if (field.kind === 'number' || field.kind === 'money') return amountText(String(value))
  if (field.kind === 'file' || field.kind === 'subform') return Array.isArray(value) ? String(value.length) : ''
  return valueText(field, value, reading).replace(/\s*\n\s*/g, ' ')
}

function safely(field: Field, value: unknown, language: 'zh' | 'en', zone?: string): string {
  try {
    return kindOf(field).toText(field, value as Value, language, zone)
  } catch {
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
}
