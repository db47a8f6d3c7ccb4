import type { Calendar, Interval } from '#core/process/schedule'
import type { Reader } from '../db/transaction.js'
import type { CalendarDayRecord, CalendarRecord } from './calendar.entity.js'

/** The calendar that a diagram names, as it is now; undefined: there is none of this key. */
export async function calendarOf(read: Reader, key: string): Promise<Calendar | undefined> {
  const [rows, days] = await Promise.all([
    read.query<Pick<CalendarRecord, 'zone' | 'week'>>('SELECT zone, week FROM calendars WHERE calendar_key = ?', [key]),
    read.query<Pick<CalendarDayRecord, 'day' | 'hours'>>('SELECT day, hours FROM calendar_days WHERE calendar_key = ?', [key]),
  ])
  if (!rows[0]) return undefined
  const week = JSON.parse(rows[0].week) as Interval[][]
  const ordinary = week.find(hours => hours.length > 0) ?? []
  const of = (hours: string): Interval[] =>
    hours === 'off' ? [] : hours === 'ordinary' ? ordinary : (JSON.parse(hours) as Interval[])
  return { zone: rows[0].zone, week, days: Object.fromEntries(days.map(({ day, hours }) => [day, of(hours)])) }
}
