import type { Field, Row, Value, Values } from '#core/form/form'
import { sameValue } from '#core/form/same-value'

/**
 * What others see of a personal value: enough to tell two people apart, too little to use. Phones keep 3 and 4 digits, addresses
 * of mail the first letter and the domain, short texts their first character, everything else nothing.
 */
export function maskValue(field: Field, value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined
  switch (field.kind) {
    case 'phone':
      return maskPhone(value as string)
    case 'email':
      return (value as string).replace(/^(.)[^@]*/u, '$1***')
    case 'text':
      return (value as string).replace(/^(.).*$/u, '$1**')
    case 'choices':
    case 'member':
    case 'department':
      return ['***']
    case 'file':
    case 'subform':
      return undefined
    default:
      return '***'
  }
}

const maskPhone = (phone: string): string =>
  phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : phone.length >= 8 ? `***${phone.slice(-2)}` : '***'

/** Values of these fields; others stay in the house. */
export function only(fields: Field[], values: Values): Values {
  const keys = new Set(fields.map(field => field.key))
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)))
}

/** Values as they leave the house (of rows only the cells of the given columns), and the keys (or `items.phone`) of those that were masked. */
export function maskValues(fields: Field[], values: Values, prefix = ''): { values: Values; masked: string[] } {
  const shown: Values = { ...values }
  const masked = new Set<string>()
  for (const field of fields) {
    const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined
    if (value === undefined) continue
    if (field.personal) {
      shown[field.key] = maskValue(field, value)
      masked.add(prefix + field.key)
    } else if (field.kind === 'subform') {
      shown[field.key] = (value as Row[]).map(row => {
        const inner = maskValues(field.fields, only(field.fields, row), `${prefix}${field.key}.`)
        inner.masked.forEach(path => masked.add(path))
        return { ...inner.values, id: row.id }
      })
    }
  }
  return { values: shown, masked: [...masked] }
}

/**
 * A browser that only saw masked values sends them back: where a value sent equals the mask of what is stored, the stored one is meant.
 * Only values sent by people; who writes the mask of a value on purpose keeps the value.
 */
export function unmask(fields: Field[], raw: Record<string, unknown>, stored: Values): Record<string, unknown> {
  const meant: Record<string, unknown> = { ...raw }
  for (const field of fields) {
    const before = Object.hasOwn(stored, field.key) ? stored[field.key] : undefined
    const sent = Object.hasOwn(raw, field.key) ? raw[field.key] : undefined
    if (before === undefined || sent === undefined) continue
    if (field.personal && sameValue(sent as Value, maskValue(field, before))) meant[field.key] = before
    else if (field.kind === 'subform' && Array.isArray(sent))
      meant[field.key] = sent.map(row => unmaskRow(field.fields, row, before as Row[]))
  }
  return meant
}

function unmaskRow(fields: Field[], row: unknown, before: Row[]): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row
  const known = before.find(each => each.id === (row as { id?: unknown }).id)
  return known ? unmask(fields, row as Record<string, unknown>, known) : row
}
