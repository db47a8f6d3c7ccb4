import { Temporal } from 'temporal-polyfill'

/** UTC ISO with milliseconds. */
export const iso = (instant: Temporal.Instant): string => instant.toString({ fractionalSecondDigits: 3 })

const EXACT = /(Z|[+-]\d\d:?\d\d)(\[.*\])?$/i

/** UTC ISO with milliseconds, from an instant, or from a wall-clock date (time) meant in `zone`. Throws RangeError. */
export function instantOf(text: string, zone: string): string {
  if (EXACT.test(text) && text.includes('T')) return iso(Temporal.Instant.from(text))
  return iso(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant())
}

/** `at` and a length of ISO 8601 later: days and longer by the calendar of `zone`, hours and shorter exactly. Throws RangeError. */
export function add(at: string, duration: string, zone: string): string {
  const length = Temporal.Duration.from(duration)
  if (length.sign < 0) throw new RangeError('a duration runs forwards')
  return iso(Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(length).toInstant())
}

/** A wall-clock time of `zone`, as an instant: of a doubled hour the first, for a time that the clock skips the first instant after it. */
export function wallInstant(wall: Temporal.PlainDateTime, zone: string): Temporal.Instant {
  const moment = wall.toZonedDateTime(zone)
  if (moment.toPlainDateTime().equals(wall)) return moment.toInstant()
  return moment.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')!.toInstant()
}
