import { language, t } from '@/text'

/**
 * Numbers, money, dates and spans as people read them, in the language of the page and the zone of the browser (or `zone`).
 * Instants are ISO strings or milliseconds in UTC; calendar dates are `YYYY-MM-DD` and never shift with a zone.
 */
export type Instant = string | number | Date

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const formats = new Map<string, Intl.DateTimeFormat>()
function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language.value + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language.value, options)
  formats.set(key, known)
  return known
}

const isCalendarDate = (value: Instant): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

/** "2026-11-27": the same in both languages, sorts and aligns in tables. */
export function dateText(value: Instant, zone?: string): string {
  if (isCalendarDate(value)) return value
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone }).format(new Date(value))
}

/** "2026-11-27 09:12" */
export const dateTimeText = (value: Instant, zone?: string): string => `${dateText(value, zone)} ${timeText(value, zone)}`

/** "09:12" */
export const timeText = (value: Instant, zone?: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(
    new Date(value),
  )

/** "11月20日 周五" / "Fri, Nov 20" */
export function dayText(value: Instant): string {
  const at = new Date(value)
  if (language.value === 'en') return dates({ month: 'short', day: 'numeric', weekday: 'short' }).format(at)
  return `${dates({ month: 'long', day: 'numeric' }).format(at)} ${dates({ weekday: 'short' }).format(at)}`
}

/** Short place in time for lists: "今天 09:24", "昨天 17:30", "11-18 09:12", and with the year when it is not this one. */
export function whenText(value: Instant, now: number = Date.now()): string {
  const days = dayDistance(value, now)
  const time = timeText(value)
  if (days === 0) return t('time.at', { day: t('time.today'), time })
  if (days === -1) return t('time.at', { day: t('time.yesterday'), time })
  if (days === 1) return t('time.at', { day: t('time.tomorrow'), time })
  const date = dateText(value)
  return date.slice(0, 4) === dateText(now).slice(0, 4) ? `${date.slice(5)} ${time}` : date
}

/** "3 小时": one unit, rounded down, at least a minute. */
export function durationText(milliseconds: number): string {
  const span = Math.abs(milliseconds)
  if (span >= day) return t('time.days', {}, Math.floor(span / day))
  if (span >= hour) return t('time.hours', {}, Math.floor(span / hour))
  return t('time.minutes', {}, Math.max(1, Math.floor(span / minute)))
}

export function agoText(value: Instant, now: number = Date.now()): string {
  const span = now - new Date(value).getTime()
  if (span < minute) return t('time.now')
  return span < 7 * day ? t('time.ago', { duration: durationText(span) }) : whenText(value, now)
}

export interface Due {
  tone: 'bad' | 'warn' | 'none'
  text: string
}

/** How close a due time is: overdue is bad, up to tomorrow warns, later is only a date. */
export function dueText(value: Instant, now: number = Date.now()): Due {
  const at = isCalendarDate(value) ? new Date(`${value}T23:59:59`).getTime() : new Date(value).getTime()
  const span = at - now
  if (span < 0) return { tone: 'bad', text: t('time.overdue', { duration: durationText(span) }) }
  if (!isCalendarDate(value) && span < 4 * hour) return { tone: 'warn', text: t('time.left', { duration: durationText(span) }) }
  const days = dayDistance(at, now)
  const exact = isCalendarDate(value) ? '' : ` ${timeText(value)}`
  if (days === 0) return { tone: 'warn', text: t('time.today') + exact }
  if (days === 1) return { tone: 'warn', text: t('time.tomorrow') + exact }
  if (days < 7) return { tone: 'none', text: dates({ weekday: 'short' }).format(at) + exact }
  return { tone: 'none', text: dates({ month: 'long', day: 'numeric' }).format(at) }
}

/** Share of the time between start and due that is used up, 0 … 1. */
export function usedShare(from: Instant, due: Instant, now: number = Date.now()): number {
  const start = new Date(from).getTime()
  const end = new Date(due).getTime()
  return end <= start ? 1 : Math.min(1, Math.max(0, (now - start) / (end - start)))
}

export const numberText = (value: number | string, digits?: number): string =>
  new Intl.NumberFormat(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits ?? 6 }).format(
    value as number,
  )

/** Exact decimals: a string is never turned into a float. */
export const moneyText = (value: number | string, currency = 'CNY', digits = 2): string =>
  new Intl.NumberFormat(language.value, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Number.isInteger(Number(value)) ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(value as number)

/** "1.2 MB" */
export function bytesText(bytes: number): string {
  const unit = bytes < 1000 ? 'byte' : bytes < 1e6 ? 'kilobyte' : bytes < 1e9 ? 'megabyte' : 'gigabyte'
  const size = { byte: 1, kilobyte: 1e3, megabyte: 1e6, gigabyte: 1e9 }[unit]
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language.value, options).format(bytes / size)
}

/** Whole days between two instants by the calendar of the browser's zone: 1 = tomorrow. */
function dayDistance(value: Instant, now: number): number {
  const midnight = (at: Instant) => new Date(`${dateText(at)}T00:00:00Z`).getTime()
  return Math.round((midnight(value) - midnight(now)) / day)
}
