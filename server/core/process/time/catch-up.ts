import type { Calendar } from './calendar.js'
import { rhythmOf } from './rhythm.js'

/** When a timer fires, and how it goes on: `repeat` firings still to come (-1 for ever), `every` how the next is found (rhythm.ts). */
export interface Due {
  dueAt: string
  repeat?: number
  every?: string
}

/**
 * What happens to the firings of a cycle that a stopped server missed: none of them (`skip`), one that stands for all (`once`), each (`all`).
 * Not said: `all` where the cycle has a count, since somebody counted on them, else `once`. What fires only once fires, however late.
 */
export type CatchUp = 'skip' | 'once' | 'all'

export interface Firing {
  /** Does what is due now happen, or was it missed and is skipped? */
  fires: boolean
  /** Firings that will never happen because their time has passed; of a cron at most 1,000 are counted. */
  missed: number
  /** Absent: this was the last. */
  next?: Due
}

export interface Onward {
  /** UTC ISO: the firing happens now, which may be late. Absent: in time. */
  now?: string
  catchUp?: CatchUp
  /** Lengths are working time of this calendar, and a cron fires on its working days. */
  calendar?: Calendar
}

/** Of `all` at most this many firings are made up, the latest ones: a timer of every second does not block a house for a day after a long stop. */
const MADE_UP = 1_000
/** A firing later than this was missed and not only delayed (so was one whose next is due, too). */
const GRACE = 5 * 60_000

/** Judges a due firing at `now`: whether it happens, and which comes next. Pure; counted from the schedule, never from now. */
export function judgeFiring(due: Due, zone: string, { now, catchUp, calendar }: Onward = {}): Firing {
  const { dueAt, every, repeat } = due
  if (every === undefined || repeat === undefined) return { fires: true, missed: 0 }
  const late = now === undefined ? 0 : Date.parse(now) - Date.parse(dueAt)
  const rhythm = rhythmOf(every, dueAt, zone, calendar)
  const policy = catchUp ?? (repeat < 0 ? 'once' : 'all')
  // what ends with its count is not looked for: its schedule goes on
  const inTime = repeat === 0 ? undefined : rhythm.after(dueAt)
  const overdue = inTime !== undefined && late >= Date.parse(inTime.at) - Date.parse(dueAt)
  const fires = policy !== 'skip' || (late <= GRACE && !overdue)
  const missed = fires ? 0 : 1
  if (!inTime) return { fires, missed }
  if (!overdue) return { fires, missed, next: onward(due, inTime.at, 1) }
  const since = policy === 'all' ? Math.max(Date.parse(dueAt), Date.parse(now!) - MADE_UP * rhythm.period) : Date.parse(now!)
  const found = since === Date.parse(dueAt) ? inTime : rhythm.after(new Date(since).toISOString())
  const left = repeat < 0 ? Infinity : repeat
  if (!found || found.passed >= left) return { fires, missed: missed + Math.min(left, found?.passed ?? left, MADE_UP) }
  return { fires, missed: missed + found.passed, next: onward(due, found.at, found.passed + 1) }
}

const onward = ({ every, repeat }: Due, dueAt: string, used: number): Due => ({
  dueAt,
  every: every!,
  repeat: repeat! < 0 ? -1 : repeat! - used,
})

/** The firing after this one; undefined when it was the last. With `now` what was missed meanwhile goes by the policy (`judgeFiring` says more). */
export const nextDue = (due: Due, zone: string, more: Onward = {}): Due | undefined => judgeFiring(due, zone, more).next
