import { Temporal } from 'temporal-polyfill'
import type { Interval } from '#core/process/schedule'
import type { Text } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { CalendarDayRecord, CalendarRecord } from './calendar.entity.js'
import type { CalendarDay, CalendarDetail, CalendarInfo } from './calendars.api.js'

/** Holidays of a year are arranged at the end of the one before. */
const ARRANGED_FROM = 11

export async function listCalendars(read: Reader, now: string): Promise<CalendarInfo[]> {
  const [rows, years] = await Promise.all([
    read.query<CalendarRecord>('SELECT * FROM calendars ORDER BY calendar_key'),
    read.query<{ calendar_key: string; year: string }>(
      'SELECT DISTINCT calendar_key, SUBSTR(day, 1, 4) AS year FROM calendar_days ORDER BY year',
    ),
  ])
  return rows.map(row =>
    infoOf(
      row,
      years.filter(each => each.calendar_key === row.calendar_key).map(each => Number(each.year)),
      now,
    ),
  )
}

/** 404 NO_SUCH_CALENDAR. */
export async function calendarDetail(read: Reader, key: string, now: string): Promise<CalendarDetail> {
  const [row] = await read.query<CalendarRecord>('SELECT * FROM calendars WHERE calendar_key = ?', [key])
  if (!row) return refuse(404, 'NO_SUCH_CALENDAR')
  const days = await daysOf(read, key)
  const years = [...new Set(days.map(({ date }) => Number(date.slice(0, 4))))]
  return { ...infoOf(row, years, now), days }
}

export async function daysOf(read: Reader, key: string): Promise<CalendarDay[]> {
  const rows = await read.query<CalendarDayRecord>('SELECT * FROM calendar_days WHERE calendar_key = ? ORDER BY day', [key])
  return rows.map(({ day, title, hours }) => ({
    date: day,
    title: JSON.parse(title) as Text,
    hours: hours === 'off' || hours === 'ordinary' ? hours : (JSON.parse(hours) as Interval[]),
  }))
}

/** Keys of all calendars with the years that they lack: what a diagram may name, and what its publisher should know. */
export async function calendarsKnown(read: Reader, now: string): Promise<Record<string, { missingYears: number[] }>> {
  const calendars = await listCalendars(read, now)
  return Object.fromEntries(calendars.map(({ key, missingYears }) => [key, { missingYears }]))
}

function infoOf(row: CalendarRecord, years: number[], now: string): CalendarInfo {
  const yearly = Boolean(row.yearly)
  return {
    key: row.calendar_key,
    name: JSON.parse(row.name) as Text,
    zone: row.zone,
    week: JSON.parse(row.week) as Interval[][],
    yearly,
    rev: row.rev,
    years,
    missingYears: yearly ? yearsNeeded(now, row.zone).filter(year => !years.includes(year)) : [],
  }
}

function yearsNeeded(now: string, zone: string): number[] {
  const { year, month } = Temporal.Instant.from(now).toZonedDateTimeISO(zone)
  return month >= ARRANGED_FROM ? [year, year + 1] : [year]
}
