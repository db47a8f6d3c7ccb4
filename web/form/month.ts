/** A calendar sheet without a clock: days are "YYYY-MM-DD", arithmetic runs in UTC so that no zone shifts a day. */
const ofParts = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

const partsOf = (day: string): [number, number, number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)) - 1,
  Number(day.slice(8, 10)),
]

export function shiftDay(day: string, by: number): string {
  const [year, month, date] = partsOf(day)
  return ofParts(year, month, date + by)
}

/** The same day of another month, the month's last one where there is no such day. */
export function shiftMonth(day: string, by: number): string {
  const [year, month, date] = partsOf(day)
  const last = new Date(Date.UTC(year, month + by + 1, 0)).getUTCDate()
  return ofParts(year, month + by, Math.min(date, last))
}

/** Six weeks that cover the month of `day`, Monday first. */
export function sheetOf(day: string): { day: string; date: number; outside: boolean; weekend: boolean }[] {
  const [year, month] = partsOf(day)
  const weekday = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7
  return Array.from({ length: 42 }, (_, index) => {
    const each = ofParts(year, month, index - weekday + 1)
    return { day: each, date: Number(each.slice(8)), outside: Number(each.slice(5, 7)) !== month + 1, weekend: index % 7 > 4 }
  })
}

/** The day it is at the wall of `zone`. */
export const today = (zone?: string, now: number | Date = Date.now()): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone }).format(now)
