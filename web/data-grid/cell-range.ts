/** Cells of a grid by row and column, from 0. */
export interface Cell {
  row: number
  column: number
}

export interface Range {
  top: number
  bottom: number
  left: number
  right: number
}

export const rangeOf = (anchor: Cell, focus: Cell): Range => ({
  top: Math.min(anchor.row, focus.row),
  bottom: Math.max(anchor.row, focus.row),
  left: Math.min(anchor.column, focus.column),
  right: Math.max(anchor.column, focus.column),
})

export const inRange = (range: Range, row: number, column: number): boolean =>
  row >= range.top && row <= range.bottom && column >= range.left && column <= range.right

export const sizeOf = (range: Range): number => (range.bottom - range.top + 1) * (range.right - range.left + 1)

/** Where a key leads from a cell; undefined when the key does not move. A page is ten rows. */
export function moved(from: Cell, key: string, far: boolean, rows: number, columns: number): Cell | undefined {
  const to = { ...from }
  if (key === 'ArrowUp') to.row = far ? 0 : from.row - 1
  else if (key === 'ArrowDown') to.row = far ? rows - 1 : from.row + 1
  else if (key === 'ArrowLeft') to.column = far ? 0 : from.column - 1
  else if (key === 'ArrowRight') to.column = far ? columns - 1 : from.column + 1
  else if (key === 'PageUp') to.row = from.row - 10
  else if (key === 'PageDown') to.row = from.row + 10
  else if (key === 'Home') to.column = 0
  else if (key === 'End') to.column = columns - 1
  else return undefined
  return { row: clamp(to.row, rows), column: clamp(to.column, columns) }
}

const clamp = (at: number, count: number): number => Math.max(0, Math.min(at, count - 1))

/** Exact sum of decimal texts, as a decimal text; empty ones do not count. */
export function sumOf(amounts: (string | undefined)[]): string {
  const given = amounts.filter((amount): amount is string => /^-?\d+(\.\d+)?$/.test(amount ?? ''))
  const digits = Math.max(0, ...given.map(amount => amount.split('.')[1]?.length ?? 0))
  const units = given.reduce((sum, amount) => sum + BigInt(unitsOf(amount, digits)), 0n)
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const part = text.slice(text.length - digits)
  return (units < 0n ? '-' : '') + whole + (part ? `.${part}` : '')
}

const unitsOf = (amount: string, digits: number): string => {
  const [whole = '', part = ''] = amount.split('.')
  return whole + part.padEnd(digits, '0')
}
