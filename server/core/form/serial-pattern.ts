import { dayOf } from './calendar.js'

/**
 * A serial number's pattern: literal text, {YYYY} {YY} {MM} {DD} (the day in the form's zone) and one run of zeros: "KH-{YYYY}{MM}-{0000}".
 */
const part = /\{(YYYY|YY|MM|DD|0+)\}/g

/** What is wrong with a pattern: SERIAL_NO_COUNTER, SERIAL_TWO_COUNTERS, SERIAL_UNKNOWN_PART { part }, SERIAL_TOO_LONG. */
export function serialFault(pattern: string): { code: string; params?: Record<string, unknown> } | undefined {
  const counters = pattern.match(/\{0+\}/g) ?? []
  const unknown = /\{[^}]*\}?|\}/.exec(pattern.replace(part, ''))
  if (unknown) return { code: 'SERIAL_UNKNOWN_PART', params: { part: unknown[0] } }
  if (counters.length === 0) return { code: 'SERIAL_NO_COUNTER' }
  if (counters.length > 1) return { code: 'SERIAL_TWO_COUNTERS' }
  // 12 digits of a counter are a life's work; 60 characters leave room in the column for a counter that outgrew its zeros.
  return pattern.length > 60 || counters[0]!.length > 14 ? { code: 'SERIAL_TOO_LONG' } : undefined
}

/** The number as it is written on the record. A counter that outgrew its zeros gets longer instead of starting again. */
export const formatSerial = (pattern: string, at: string, zone: string, n: number): string =>
  fill(pattern, at, zone, zeros => String(n).padStart(zeros.length, '0'))

/** Numbers of one scope are counted together: the pattern with its date parts filled in, so a new day or year starts at 1 again. */
export const serialScope = (pattern: string, at: string, zone: string): string => fill(pattern, at, zone, () => '#')

function fill(pattern: string, at: string, zone: string, counter: (zeros: string) => string): string {
  const [year, month, day] = dayOf(at, zone).split('-') as [string, string, string]
  const dates: Record<string, string> = { YYYY: year, YY: year.slice(-2), MM: month, DD: day }
  return pattern.replace(part, (_whole, name: string) => dates[name] ?? counter(name))
}
