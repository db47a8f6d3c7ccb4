/** JSONata that is a plain value ("A", 12, true): people then see a value and not an expression. */
export function literalOf(source: string): string | number | boolean | undefined {
  const written = source.trim()
  if (written === 'true' || written === 'false') return written === 'true'
  if (/^-?\d+(\.\d+)?$/.test(written)) return Number(written)
  if (!/^".*"$/s.test(written)) return undefined
  try {
    const value: unknown = JSON.parse(written)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

export const sourceOf = (value: string | number | boolean): string => JSON.stringify(value)
