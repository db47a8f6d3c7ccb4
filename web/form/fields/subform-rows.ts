import type { Field, Row, SubformField } from '#core/form/form'
import type { Typed } from '../typed-values'

export const mostRowsOf = (field: SubformField): number => field.maxRows ?? 200

export const isQuantity = (field: Field): boolean => field.kind === 'number' || field.kind === 'money'

/** Columns that are added up below the table. Where some are computed (quantity × price) those are the totals: a sum of unit prices means nothing. */
export function summedColumns(fields: Field[]): Field[] {
  const quantities = fields.filter(isQuantity)
  const totals = quantities.filter(field => field.computed !== undefined)
  return totals.length ? totals : quantities
}

/** Exact sum of a column; undefined while no row holds a number. */
export function sumOf(rows: readonly (Typed | Row)[], key: string): string | undefined {
  const numbers = rows
    .map(row => row[key])
    .filter((each): each is string => typeof each === 'string' && /^-?\d+(\.\d+)?$/.test(each))
  if (numbers.length === 0) return undefined
  const places = Math.max(...numbers.map(each => each.split('.')[1]?.length ?? 0))
  const whole = (each: string) => BigInt(each.replace('.', '') + '0'.repeat(places - (each.split('.')[1]?.length ?? 0)))
  return pointed(
    numbers.reduce((sum, each) => sum + whole(each), 0n),
    places,
  )
}

/** 12345n with 2 places → "123.45" */
function pointed(sum: bigint, places: number): string {
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0')
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits
  return sum < 0n ? `-${text}` : text
}

/** A copy is a new row: it has no id yet. */
export function copyOf(row: Typed): Typed {
  const { id: _id, ...rest } = row
  return JSON.parse(JSON.stringify(rest)) as Typed
}

/** "A1<tab>B1<newline>A2…" as spreadsheets put on the clipboard; undefined when it is one plain text. */
export function cellsOfPaste(text: string): string[][] | undefined {
  if (!/[\t\n]/.test(text.trimEnd())) return undefined
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map(line => line.split('\t'))
}
