/**
 * Exact decimals as text. A value never passes through a float on its way to the database and back; 15 digits in all is what
 * both a decimal column and an expression's number hold exactly.
 */
export const maxDigits = 15

/** Canonical spelling is `-?digits(.digits)?`, without a plus sign, leading zeros, an exponent or a negative zero. */
export type Decimal = string

interface Parts {
  negative: boolean
  /** Without leading zeros; '' for zero. */
  whole: string
  /** As written, trailing zeros included. */
  fraction: string
}

/** JSON number or text → its parts; exponents (1e3) are written out. Undefined when it is no number at all. */
function read(raw: unknown): Parts | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(String(raw).trim())
  if (!match || (!match[2] && !match[3])) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const shift = Number(exponent)
  const digits = whole + fraction
  const point = whole.length + shift
  const left = point > 0 ? digits.slice(0, point).padEnd(point, '0') : ''
  const right = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits
  return { negative: sign === '-', whole: left.replace(/^0+/, ''), fraction: right }
}

function write({ negative, whole, fraction }: Parts): Decimal {
  const text = (whole || '0') + (fraction ? `.${fraction}` : '')
  return negative && /[1-9]/.test(text) ? `-${text}` : text
}

/**
 * Raw number → canonical text with exactly `decimals` digits after the point.
 * Faults: NOT_A_NUMBER, TOO_MANY_DECIMALS { max }, TOO_MANY_DIGITS { max } (`max` digits before the point).
 */
export function toDecimal(
  raw: unknown,
  decimals: number,
): { value: Decimal } | { code: string; params?: Record<string, unknown> } {
  const parts = read(raw)
  if (!parts) return { code: 'NOT_A_NUMBER' }
  const fraction = parts.fraction.replace(/0+$/, '')
  if (fraction.length > decimals) return { code: 'TOO_MANY_DECIMALS', params: { max: decimals } }
  if (parts.whole.length + decimals > maxDigits) return { code: 'TOO_MANY_DIGITS', params: { max: maxDigits - decimals } }
  return { value: write({ ...parts, fraction: fraction.padEnd(decimals, '0') }) }
}

/** Rounds half away from zero, as invoices do. Undefined when `raw` is no number. */
export function roundDecimal(raw: unknown, decimals: number): Decimal | undefined {
  const parts = read(raw)
  if (!parts) return undefined
  const digits = parts.whole + parts.fraction.slice(0, decimals).padEnd(decimals, '0')
  const up = (parts.fraction[decimals] ?? '0') >= '5'
  const sum = (BigInt(digits || '0') + (up ? 1n : 0n)).toString().padStart(decimals + 1, '0')
  const whole = sum.slice(0, sum.length - decimals).replace(/^0+/, '')
  return write({ negative: parts.negative, whole, fraction: decimals ? sum.slice(-decimals) : '' })
}

/** A float that an expression computed (0.1 + 0.2) → the decimal that was meant: 15 significant digits, then rounded. */
export const fromFloat = (number: number, decimals: number): Decimal | undefined =>
  Number.isFinite(number) ? roundDecimal(number.toPrecision(maxDigits), decimals) : undefined

/** −1, 0 or 1. Both must be numbers; anything else is a programming error. */
export function compareDecimals(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = [scaled(left), scaled(right)]
  const scale = a.scale > b.scale ? a.scale : b.scale
  const x = a.units * 10n ** BigInt(scale - a.scale)
  const y = b.units * 10n ** BigInt(scale - b.scale)
  return x < y ? -1 : x > y ? 1 : 0
}

function scaled(text: string): { units: bigint; scale: number } {
  const parts = read(text)
  if (!parts) throw new TypeError(`not a decimal: ${text}`)
  const units = BigInt(parts.whole + parts.fraction || '0')
  return { units: parts.negative ? -units : units, scale: parts.fraction.length }
}

/** Is it a number that `compareDecimals` takes? */
export const isDecimal = (raw: unknown): raw is string => typeof raw === 'string' && read(raw) !== undefined

/** "3860000.00" → "3,860,000.00" */
export const withThousands = (text: Decimal): string => text.replace(/^(-?\d+)/, whole => whole.replace(/\B(?=(\d{3})+$)/g, ','))
