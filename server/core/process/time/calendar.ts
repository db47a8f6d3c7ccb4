import { Temporal } from 'temporal-polyfill'
import { wallInstant } from './instants.js'

/** From and to as wall-clock times `HH:MM`; `to` may be `24:00`. Work over midnight is two intervals on two days. */
export type Interval = [from: string, to: string]

/** When people work. Pure data: whoever schedules gives it along. */
export interface Calendar {
  /** IANA zone that its days and times are meant in. */
  zone: string
  /** Monday first. An empty list is a day off. Intervals ascend and do not overlap. */
  week: Interval[][]
  /** Dates `YYYY-MM-DD` that differ from their weekday: a holiday has no intervals, a make-up day those of its work. */
  days: Record<string, Interval[]>
}

/** Thrown where a calendar has no working time within ten years: waiting for it would never end. */
export class NoWorkingTime extends RangeError {}

const DAYS = 3_660

export const hoursOn = (calendar: Calendar, date: Temporal.PlainDate): Interval[] =>
  calendar.days[date.toString()] ?? calendar.week[date.dayOfWeek - 1] ?? []

/** Is the date of an instant, in the calendar's zone, a working day? */
export const worksOn = (calendar: Calendar, at: Temporal.Instant): boolean =>
  hoursOn(calendar, at.toZonedDateTimeISO(calendar.zone).toPlainDate()).length > 0

/** A moment of work: its working day, and the time of that day in minutes (may have a fraction; 1440 at its end). */
interface Moment {
  date: Temporal.PlainDate
  minute: number
}

/**
 * `at` and a length of ISO 8601 later, in working time. Hours and shorter run only inside the intervals. Days are working days: the same time of
 * day on the n-th working day after, moved into the hours of that day where it has others. Weeks and longer pass by the calendar first.
 * What begins outside the intervals begins at the next one. The end of an interval still belongs to it, so eight hours from 9:00 are due at
 * the end of that day and not on the next morning. Throws RangeError for a length that is none or runs backwards, and NoWorkingTime.
 */
export function addWorking(at: string, duration: string, calendar: Calendar): string {
  const length = Temporal.Duration.from(duration)
  if (length.sign < 0) throw new RangeError('a duration runs forwards')
  return addLength(Temporal.Instant.from(at), length, calendar).toString({ fractionalSecondDigits: 3 })
}

export function addLength(at: Temporal.Instant, length: Temporal.Duration, calendar: Calendar): Temporal.Instant {
  const { years, months, weeks, days } = length
  const long = at.toZonedDateTimeISO(calendar.zone).add({ years, months, weeks }).toInstant()
  const moment = intoWork(long, calendar)
  // in a doubled hour the wall clock alone would lead back to the first of the two
  const day = days === 0 ? later(long, instantAt(moment, calendar)) : instantAt(onWorkingDay(moment, days, calendar), calendar)
  const rest = Math.ceil(length.with({ years: 0, months: 0, weeks: 0, days: 0 }).total('milliseconds'))
  return rest === 0 ? day : passWork(day, rest, calendar)
}

const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) < 0 ? b : a)

/** The moment itself where it is work (ends of intervals included), else the beginning of the next interval. */
function intoWork(at: Temporal.Instant, calendar: Calendar): Moment {
  const local = at.toZonedDateTimeISO(calendar.zone)
  const today = local.toPlainDate()
  const minute = minutesOf(local)
  if (minute === 0) {
    const before = today.subtract({ days: 1 })
    if (hoursOn(calendar, before).at(-1)?.[1] === '24:00') return { date: before, minute: 1440 }
  }
  for (const [from, to] of hoursOn(calendar, today))
    if (minute <= of(to)) return { date: today, minute: Math.max(minute, of(from)) }
  const date = workingDayAfter(today, calendar)
  return { date, minute: of(hoursOn(calendar, date)[0]![0]) }
}

function onWorkingDay(moment: Moment, days: number, calendar: Calendar): Moment {
  let { date } = moment
  for (let left = days; left > 0; left -= 1) date = workingDayAfter(date, calendar)
  const hours = hoursOn(calendar, date)
  const open = hours.find(([, to]) => moment.minute <= of(to))
  return { date, minute: open ? Math.max(moment.minute, of(open[0])) : of(hours.at(-1)![1]) }
}

function workingDayAfter(date: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate {
  let next = date
  for (let days = 0; days < DAYS; days += 1) {
    next = next.add({ days: 1 })
    if (hoursOn(calendar, next).length > 0) return next
  }
  throw new NoWorkingTime('no working day in ten years')
}

/** Milliseconds of work from a moment on, over nights, breaks and holidays. */
function passWork(at: Temporal.Instant, milliseconds: number, calendar: Calendar): Temporal.Instant {
  const now = at.epochMilliseconds
  let left = milliseconds
  let date = at.toZonedDateTimeISO(calendar.zone).toPlainDate()
  for (let idle = 0; idle < DAYS; date = date.add({ days: 1 })) {
    const hours = hoursOn(calendar, date)
    idle = hours.length > 0 ? 0 : idle + 1
    for (const [from, to] of hours) {
      const begin = Math.max(now, instantAt({ date, minute: of(from) }, calendar).epochMilliseconds)
      const length = instantAt({ date, minute: of(to) }, calendar).epochMilliseconds - begin
      if (length <= 0) continue
      if (left <= length) return Temporal.Instant.fromEpochMilliseconds(begin + left)
      left -= length
    }
  }
  throw new NoWorkingTime('no working hours in ten years')
}

function instantAt({ date, minute }: Moment, { zone }: Calendar): Temporal.Instant {
  const day = minute >= 1440 ? date.add({ days: 1 }) : date
  const time = Temporal.PlainTime.from('00:00').add({ milliseconds: minute >= 1440 ? 0 : Math.round(minute * 60_000) })
  return wallInstant(day.toPlainDateTime(time), zone)
}

const of = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const minutesOf = (local: Temporal.ZonedDateTime): number =>
  local.hour * 60 + local.minute + (local.second * 1000 + local.millisecond) / 60_000
