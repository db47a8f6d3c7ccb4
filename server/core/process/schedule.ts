import { problem, type Problem } from '../problem.js'
import type { TimerSpec } from './graph.js'
import { addWorking, NoWorkingTime, type Calendar } from './time/calendar.js'
import type { Due } from './time/catch-up.js'
import { looksCron } from './time/cron-fields.js'
import { add, instantOf } from './time/instants.js'
import { latticeOf, rhythmOf } from './time/rhythm.js'

export { addWorking, type Calendar, type Interval } from './time/calendar.js'
export { judgeFiring, nextDue, type CatchUp, type Due, type Firing, type Onward } from './time/catch-up.js'
export { add, instantOf } from './time/instants.js'

/** Looks like ISO 8601 or cron (else it is an expression). Says nothing about being right. */
export const looksLiteral = (text: string): boolean => /^(-?P\d|-?PT|R\d*\/|\d{4}-)/.test(text) || looksCron(text)

/**
 * ISO 8601 text, or cron in a cycle → due time. Days and longer are calendar days of `zone` (IANA name or offset), so they survive a change to
 * summer time; hours and shorter are exact. With a calendar lengths are working time. `text` is the literal, or what the timer's expression
 * gave. Problems: TIMER_NOT_UNDERSTOOD, TIMER_OVER (a cycle whose last firing lies before `at`), CALENDAR_WITHOUT_TIME.
 */
export function schedule(
  type: TimerSpec['type'],
  text: string,
  at: string,
  zone: string,
  calendar?: Calendar,
): Due | { problem: Problem } {
  try {
    if (type === 'date') return { dueAt: instantOf(text, zone) }
    if (type === 'duration') return { dueAt: calendar ? addWorking(at, text, calendar) : add(at, text, zone) }
    return cycle(text.trim(), at, zone, calendar) ?? { problem: problem('TIMER_OVER', undefined, { type, text }) }
  } catch (error) {
    if (error instanceof NoWorkingTime) return { problem: problem('CALENDAR_WITHOUT_TIME', undefined, { text }) }
    return { problem: problem('TIMER_NOT_UNDERSTOOD', undefined, { type, text }) }
  }
}

/** A date, a date and time, or a duration from `at`: what people write for a due time. */
export const scheduleDue = (text: string, at: string, zone: string, calendar?: Calendar): Due | { problem: Problem } =>
  schedule(/^-?P/.test(text) ? 'duration' : 'date', text, at, zone, calendar)

const CYCLE = /^R(\d{0,9})\/(?:([^/P][^/]*)\/)?(P[^/]+)(?:\/([^/P][^/]*))?$/

/**
 * `R3/PT1H` from now on; `R3/START/P1D` begins at its start; `R3/P1D/END` ends with its end, so its three firings are the last three days. What
 * of a start or an end lies in the past has been, and counts. Undefined: all of it has been.
 */
function cycle(text: string, at: string, zone: string, calendar?: Calendar): Due | undefined {
  if (looksCron(text)) {
    const first = rhythmOf(text, at, zone, calendar).after(at)
    return first && { dueAt: first.at, repeat: -1, every: text }
  }
  const [, times, start, length, end] = CYCLE.exec(text) ?? []
  if (length === undefined || (start !== undefined && end !== undefined)) throw new RangeError('not a cycle')
  const count = times === '' ? Infinity : Math.max(1, Number(times))
  // an exact length needs no anchor: it cannot drift
  const exact = /^PT/.test(length) && calendar === undefined && end === undefined
  const anchor = start ?? end ?? at
  const lattice = latticeOf(end === undefined ? `${anchor}/${length}` : `${length}/${anchor}`, at, zone, calendar)
  const [lowest, highest] = start !== undefined ? [0, count - 1] : end !== undefined ? [1 - count, 0] : [1, count]
  const n = Math.max(lowest, lattice.after(Date.parse(at) - 1))
  if (n > highest) return undefined
  const dueAt = lattice.at(n)
  if (n === highest) return { dueAt }
  const every = exact ? length : end === undefined ? `${anchor}/${length}` : `${length}/${anchor}`
  return { dueAt, repeat: count === Infinity ? -1 : highest - n, every }
}
