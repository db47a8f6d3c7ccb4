import type { Row } from './found.js'

export function groups<T = Row>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const group = found.get(key(row))
    if (group) group.push(row)
    else found.set(key(row), [row])
  }
  return found
}

export function one<T>(rows: readonly T[]): T {
  if (rows.length !== 1) throw new Error(`${rows.length} rows where one must be`)
  return rows[0]!
}

export const parse = <T = unknown>(text: string | null): T | undefined => (text === null ? undefined : (JSON.parse(text) as T))
