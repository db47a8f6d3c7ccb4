import { Temporal } from 'temporal-polyfill'
import { addLength, worksOn, type Calendar } from './calendar.js'
import { checkedCron, nextCron, perDay } from './cron.js'
import { looksCron } from './cron-fields.js'
import { instantOf, iso } from './instants.js'

/**
 * How a timer goes on, as `Due.every` says: `PT1H` (from the firing before; an exact length cannot drift), `ANCHOR/P1M` (the n-th firing is n
 * months after the anchor, so the 31st stays the 31st and 02:30 stays 02:30), `P1D/END` (counted back from its end, the last firing), or cron.
 */
export interface Rhythm {
  /** The first firing strictly after an instant; undefined: none is left. */
  after(moment: string): { at: string; passed: number } | undefined
  /** Milliseconds between two firings, roughly. */
  period: number
}

const DAY = 86_400_000
/** Firings of a cron that are counted at most; ISO cycles are counted by arithmetic. */
const COUNTED = 1_000

/** `from`: a firing (or the beginning) that `passed` counts from. Throws RangeError for what is not understood. */
export function rhythmOf(every: string, from: string, zone: string, calendar?: Calendar): Rhythm {
  return looksCron(every) ? cronRhythm(every, from, zone, calendar) : latticeRhythm(every, from, zone, calendar)
}

function cronRhythm(text: string, from: string, zone: string, calendar?: Calendar): Rhythm {
  const cron = checkedCron(text)
  const next = (after: Temporal.Instant): Temporal.Instant | undefined => {
    let due = nextCron(cron, after, zone)
    // every firing of a day off is passed at once: the search goes on from the end of that day
    for (let days = 0; due && calendar && !worksOn(calendar, due); days += 1) {
      if (days > 3_660) return undefined
      const day = due.toZonedDateTimeISO(calendar.zone).toPlainDate().add({ days: 1 })
      due = nextCron(cron, day.toZonedDateTime(calendar.zone).toInstant().subtract({ nanoseconds: 1 }), zone)
    }
    return due
  }
  return {
    period: DAY / perDay(cron),
    after(moment) {
      const due = next(Temporal.Instant.from(moment))
      if (!due) return undefined
      let passed = 0
      for (let each = next(Temporal.Instant.from(from)); each && passed < COUNTED; each = next(each)) {
        if (Temporal.Instant.compare(each, due) >= 0) break
        passed += 1
      }
      return { at: iso(due), passed }
    },
  }
}

function latticeRhythm(every: string, from: string, zone: string, calendar?: Calendar): Rhythm {
  const lattice = latticeOf(every, from, zone, calendar)
  return {
    period: lattice.period,
    after(moment) {
      const n = lattice.after(Date.parse(moment))
      if (n > lattice.last) return undefined
      return { at: lattice.at(n), passed: n - lattice.after(Date.parse(from)) }
    },
  }
}

/** The firings of an ISO cycle, numbered from its anchor. */
export interface Lattice {
  /** UTC ISO of the n-th firing; 0 is the anchor. */
  at(n: number): string
  /** The number of the first firing strictly after epoch milliseconds. */
  after(moment: number): number
  /** 0 where the anchor is the end, else Infinity. */
  last: number
  /** Milliseconds. */
  period: number
}

/** `every` as in Due, without cron. `from` is the anchor where `every` names none. Throws RangeError. */
export function latticeOf(every: string, from: string, zone: string, calendar?: Calendar): Lattice {
  const [first = '', second] = every.split('/')
  const ends = second !== undefined && first.startsWith('P')
  const length = Temporal.Duration.from(ends || second === undefined ? first : second)
  const anchor = second === undefined ? from : ends ? second : first
  if (ends && calendar) throw new RangeError('working time is not counted backwards')
  const at = firings(anchor, length, zone, calendar)
  const period = ends ? at(0) - at(-1) : at(1) - at(0)
  // it would fall due again at once, for ever
  if (length.sign < 0 || period < 1) throw new RangeError('a cycle has a length')
  return {
    at: n => new Date(at(n)).toISOString(),
    after: moment => indexAfter(at, moment, period, calendar ? 0 : -Infinity),
    last: ends ? 0 : Infinity,
    period,
  }
}

/** Epoch milliseconds of the n-th firing, each counted from the anchor itself. */
function firings(anchor: string, length: Temporal.Duration, zone: string, calendar?: Calendar): (n: number) => number {
  const times = (n: number): Temporal.Duration =>
    Temporal.Duration.from(Object.fromEntries(UNITS.map(unit => [unit, length[unit] * n])))
  if (calendar) {
    const begin = Temporal.Instant.from(instantOf(anchor, zone))
    return n => addLength(begin, times(n), calendar).epochMilliseconds
  }
  // a wall-clock anchor stays one, so that a time that the clock skips on one day is right again on the next
  const exact = UNITS.slice(0, 4).every(unit => length[unit] === 0)
  if (exact) {
    const [begin, step] = [Date.parse(instantOf(anchor, zone)), length.total('milliseconds')]
    return n => Math.round(begin + n * step)
  }
  if (!/(Z|[+-]\d\d:?\d\d)(\[.*\])?$/i.test(anchor)) {
    const wall = Temporal.PlainDateTime.from(anchor)
    const dates = (n: number) => times(n).with({ hours: 0, minutes: 0, seconds: 0, milliseconds: 0 })
    const clock = (n: number) => times(n).with({ years: 0, months: 0, weeks: 0, days: 0 })
    return n => wall.add(dates(n)).toZonedDateTime(zone).add(clock(n)).epochMilliseconds
  }
  const begin = Temporal.Instant.from(anchor).toZonedDateTimeISO(zone)
  return n => begin.add(times(n)).epochMilliseconds
}

const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const

/** The smallest n from `least` on whose firing comes after a moment: guessed by the period, then closed in on, since firings only ascend. */
function indexAfter(at: (n: number) => number, moment: number, period: number, least: number): number {
  const after = (n: number): boolean => n >= least && at(n) > moment
  let low = Math.max(least, Math.floor((moment - at(0)) / period))
  let high = low
  for (let step = 1; after(low); step *= 2) low -= step
  for (let step = 1; !after(high); step *= 2) {
    low = high
    high += step
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (after(middle)) high = middle
    else low = middle
  }
  return high
}
