import { Temporal } from 'temporal-polyfill'
import { readCron, type Cron } from './cron-fields.js'
import { wallInstant } from './instants.js'

/** A date as cron counts it; plain numbers, since a search may pass thousands of days. */
interface Day {
  year: number
  month: number
  day: number
}

/** 29 February on a given weekday comes after 40 years at the most (2096 → 2104 is skipped, 28 + 12). */
const YEARS = 41

/**
 * The first firing strictly after an instant, in `zone`. Summer time: a cron of fixed hours fires at a time that the clock skips as soon as the
 * clock goes on, once, and in a doubled hour only the first time; one of every hour keeps its minutes, so it fires in both hours and
 * not for the skipped one. Undefined: it never fires (30 February).
 */
export function nextCron(cron: Cron, after: Temporal.Instant, zone: string): Temporal.Instant | undefined {
  const start = after.toZonedDateTimeISO(zone)
  if (cron.hours.length === 24) return everyHour(cron, start)
  const from = start.toPlainDateTime()
  for (let wall = nextWall(cron, from, false); wall; wall = nextWall(cron, wall, false)) {
    const due = wallInstant(wall, zone)
    if (Temporal.Instant.compare(due, after) > 0) return due
  }
  return undefined
}

/** Between two changes of the clock wall time runs evenly; a change begins a new stretch at what the clock then shows. */
function everyHour(cron: Cron, start: Temporal.ZonedDateTime): Temporal.Instant | undefined {
  let from = start
  for (let inclusive = false; ; inclusive = true) {
    const wall = nextWall(cron, from.toPlainDateTime(), inclusive)
    if (!wall) return undefined
    const due = wall.toZonedDateTime(from.offset).toInstant()
    const change = from.getTimeZoneTransition('next')
    if (!change || Temporal.Instant.compare(due, change.toInstant()) < 0) return due
    from = change
  }
}

/** Fires on some day at all? Throws RangeError where the text is not cron or never fires. */
export function checkedCron(text: string): Cron {
  const cron = readCron(text)
  if (!nextDay(cron, { year: 2000, month: 1, day: 1 })) throw new RangeError('cron: never')
  return cron
}

/** How many firings a day of firings has. */
export const perDay = (cron: Cron): number => cron.seconds.length * cron.minutes.length * cron.hours.length

function nextWall(cron: Cron, from: Temporal.PlainDateTime, inclusive: boolean): Temporal.PlainDateTime | undefined {
  const today = { year: from.year, month: from.month, day: from.day }
  if (firesOn(cron, today)) {
    const second = from.hour * 3600 + from.minute * 60 + from.second
    const fraction = from.millisecond + from.microsecond + from.nanosecond > 0
    const time = timeFrom(cron, inclusive && !fraction ? second : second + 1)
    if (time !== undefined) return wallOf(today, time)
  }
  const day = nextDay(cron, dayAfter(today))
  return day && wallOf(day, timeFrom(cron, 0)!)
}

const wallOf = (day: Day, second: number): Temporal.PlainDateTime =>
  new Temporal.PlainDateTime(day.year, day.month, day.day, Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60)

/** The first time of a firing day at or after a second of the day. */
function timeFrom(cron: Cron, from: number): number | undefined {
  const [hour, minute, second] = [Math.floor(from / 3600), Math.floor(from / 60) % 60, from % 60]
  const first = cron.minutes[0]! * 60 + cron.seconds[0]!
  for (const h of cron.hours) {
    if (h < hour) continue
    if (h > hour) return h * 3600 + first
    for (const m of cron.minutes) {
      if (m < minute) continue
      const s = m > minute ? cron.seconds[0] : cron.seconds.find(each => each >= second)
      if (s !== undefined) return h * 3600 + m * 60 + s
    }
  }
  return undefined
}

function nextDay(cron: Cron, from: Day): Day | undefined {
  let day = from
  while (day.year <= from.year + YEARS) {
    if (!cron.months.includes(day.month)) day = dayAfter({ ...day, day: daysIn(day) })
    else if (firesOn(cron, day)) return day
    else day = dayAfter(day)
  }
  return undefined
}

const dayAfter = ({ year, month, day }: Day): Day =>
  day < daysIn({ year, month })
    ? { year, month, day: day + 1 }
    : month < 12
      ? { year, month: month + 1, day: 1 }
      : { year: year + 1, month: 1, day: 1 }

const daysIn = ({ year, month }: { year: number; month: number }): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const weekdayOf = ({ year, month, day }: Day): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay()

function firesOn(cron: Cron, date: Day): boolean {
  if (!cron.months.includes(date.month)) return false
  const { days, weekdays } = cron
  const byDay = inMonth(days, date)
  const byWeekday = inWeek(weekdays, date)
  return days.any || weekdays.any ? byDay && byWeekday : byDay || byWeekday
}

function inMonth(days: Cron['days'], date: Day): boolean {
  const length = daysIn(date)
  return (
    days.days.includes(date.day) ||
    days.last.some(before => date.day === length - before) ||
    days.nearest.some(wanted => wanted <= length && date.day === workdayNear(date, wanted)) ||
    (days.lastWorkday && date.day === workdayNear(date, length))
  )
}

function inWeek(weekdays: Cron['weekdays'], date: Day): boolean {
  const weekday = weekdayOf(date)
  if (weekdays.days.includes(weekday)) return true
  return weekdays.nth.some(
    ([wanted, nth]) => weekday === wanted && (nth > 0 ? Math.ceil(date.day / 7) === nth : date.day + 7 > daysIn(date)),
  )
}

/** Monday to Friday nearest to a day, without leaving its month. Knows no holidays: those are in a calendar of working time. */
function workdayNear({ year, month }: Day, day: number): number {
  const weekday = weekdayOf({ year, month, day })
  if (weekday === 6) return day > 1 ? day - 1 : day + 2
  if (weekday === 0) return day < daysIn({ year, month }) ? day + 1 : day - 2
  return day
}
