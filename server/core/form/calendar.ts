import { Temporal } from 'temporal-polyfill'

/** "2026-11-21" of a real day (29 February only in leap years), from the year 1000: older ones do not fit MySQL's DATE. */
export function isDate(text: string): boolean {
  const match = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  if (month < 1 || month > 12 || day < 1) return false
  return day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth
}

/** Dates as people and spreadsheets write them (2026/1/5, 2026.1.5, 20260105, 2026年1月5日) → 2026-01-05; else undefined. */
export function dateFromText(text: string): string | undefined {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  return match ? `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}` : undefined
}

const instantText = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'millisecond' })

/**
 * ISO date and time → UTC instant with milliseconds. With an offset or Z it is that instant; without one it is the clock on
 * the wall of `zone` (in the hour that does not exist in spring: the later reading; in the doubled hour: the earlier one).
 * Undefined when it is no time at all.
 */
export function toInstant(text: string, zone: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(text.trim())
  if (!match || !isDate(match[1]!)) return undefined
  const [, date, minutes = '00:00', seconds = ':00', offset] = match
  if (minutes > '23:59' || minutes.slice(3) > '59' || seconds.slice(1, 3) > '59') return undefined
  const wall = `${date}T${minutes}${seconds}`
  try {
    if (offset) return instantText(Temporal.Instant.from(wall + offset.toUpperCase()))
    return instantText(Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant())
  } catch (error) {
    // An offset of +99:00 or an instant outside of Temporal's range. An unknown zone is the caller's fault, but ends here too.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** UTC instant → the clock on the wall of `zone`: "2026-11-21 14:05", with seconds only where there are some. */
export function wallClock(instant: string, zone: string): string {
  const wall = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime()
  return wall.toString({ smallestUnit: wall.second ? 'second' : 'minute' }).replace('T', ' ')
}

/** The day of `zone` on which an instant falls. */
export const dayOf = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()

export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}
