import { Temporal } from 'temporal-polyfill'
import { problem, type Problem } from '../problem.js'
import type { TimerSpec } from './graph.js'

/** When a timer fires first, and how it goes on: `repeat` firings still to come (-1 for ever), `every` between them. */
export interface Due {
  dueAt: string
  repeat?: number
  every?: string
}

const CYCLE = /^R(\d*)\/(?:([^/P][^/]*)\/)?(P[^/]+)$/

/** Looks like ISO 8601 (else it is an expression). Says nothing about being right. */
export const looksLiteral = (text: string): boolean => /^(-?P\d|-?PT|R\d*\/|\d{4}-)/.test(text)

/**
 * ISO 8601 text → due time. Days and longer are calendar days of `zone` (IANA name or offset), so they survive a change to summer time;
 * hours and shorter are exact. `text` is the literal, or what the timer's expression gave.
 */
export function schedule(type: TimerSpec['type'], text: string, at: string, zone: string): Due | { problem: Problem } {
  try {
    if (type === 'date') return { dueAt: instantOf(text, zone) }
    if (type === 'duration') return { dueAt: add(at, text, zone) }
    const [, times, start, every] = CYCLE.exec(text) ?? []
    if (every === undefined) return { problem: problem('TIMER_NOT_UNDERSTOOD', undefined, { type, text }) }
    // A cycle without length would fall due again at once, for ever.
    if (Date.parse(add(at, every, zone)) <= Date.parse(at)) throw new RangeError('a cycle has a length')
    const dueAt = start === undefined ? add(at, every, zone) : firstFrom(instantOf(start, zone), every, at, zone)
    if (times === '') return { dueAt, repeat: -1, every }
    return times === '0' || times === '1' ? { dueAt } : { dueAt, repeat: Number(times) - 1, every }
  } catch {
    return { problem: problem('TIMER_NOT_UNDERSTOOD', undefined, { type, text }) }
  }
}

/** A date, a date and time, or a duration from `at`: what people write for a due time. */
export const scheduleDue = (text: string, at: string, zone: string): Due | { problem: Problem } =>
  schedule(/^-?P/.test(text) ? 'duration' : 'date', text, at, zone)

/** The firing after this one, counted from the schedule and not from now; undefined when it was the last. */
export function nextDue(due: Due, zone: string): Due | undefined {
  if (due.every === undefined || due.repeat === undefined || due.repeat === 0) return undefined
  return { dueAt: add(due.dueAt, due.every, zone), every: due.every, repeat: due.repeat < 0 ? -1 : due.repeat - 1 }
}

/** UTC ISO with milliseconds, from an instant, or from a wall-clock date (time) meant in `zone`. */
export function instantOf(text: string, zone: string): string {
  if (/(Z|[+-]\d\d:?\d\d)(\[.*\])?$/i.test(text) && text.includes('T')) return iso(Temporal.Instant.from(text))
  return iso(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant())
}

export function add(at: string, duration: string, zone: string): string {
  const length = Temporal.Duration.from(duration)
  if (length.sign < 0) throw new RangeError('a duration runs forwards')
  return iso(Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(length).toInstant())
}

const iso = (instant: Temporal.Instant): string => instant.toString({ fractionalSecondDigits: 3 })

/** A cycle with a start in the past begins at its first date from now on (bounded: a cycle of a second from 1970 is not walked). */
function firstFrom(start: string, every: string, at: string, zone: string): string {
  let due = start
  const now = Date.parse(at)
  const step = Date.parse(add(start, every, zone)) - Date.parse(start)
  const behind = now - Date.parse(start)
  if (behind > step * 1000) {
    const whole = Temporal.Duration.from(every)
    const exact = whole.years === 0 && whole.months === 0 && whole.weeks === 0 && whole.days === 0
    if (exact) due = new Date(Date.parse(start) + Math.ceil(behind / step) * step).toISOString()
  }
  while (Date.parse(due) < now) due = add(due, every, zone)
  return due
}
