/** Spans of days that move with today. Weeks begin on Monday. Days are "YYYY-MM-DD"; the arithmetic runs in UTC so that no zone shifts one. */
export const periods = [
  'overdue',
  'today',
  'tomorrow',
  'thisWeek',
  'nextWeek',
  'next7',
  'next30',
  'last7',
  'last30',
  'thisMonth',
  'lastMonth',
  'thisYear',
] as const
export type Period = (typeof periods)[number]

export const isPeriod = (value: unknown): value is Period => periods.includes(value as Period)

const ofParts = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

export const shiftDay = (day: string, by: number): string =>
  ofParts(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)) + by)

/** First and last day of a period, both included; one of them is absent where it is open. */
export function periodOf(period: string, today: string): { from?: string; to?: string } {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7)) - 1
  const monday = shiftDay(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7))
  switch (period as Period) {
    case 'overdue':
      return { to: shiftDay(today, -1) }
    case 'tomorrow':
      return { from: shiftDay(today, 1), to: shiftDay(today, 1) }
    case 'thisWeek':
      return { from: monday, to: shiftDay(monday, 6) }
    case 'nextWeek':
      return { from: shiftDay(monday, 7), to: shiftDay(monday, 13) }
    case 'next7':
      return { from: today, to: shiftDay(today, 6) }
    case 'next30':
      return { from: today, to: shiftDay(today, 29) }
    case 'last7':
      return { from: shiftDay(today, -6), to: today }
    case 'last30':
      return { from: shiftDay(today, -29), to: today }
    case 'thisMonth':
      return { from: ofParts(year, month, 1), to: ofParts(year, month + 1, 0) }
    case 'lastMonth':
      return { from: ofParts(year, month - 1, 1), to: ofParts(year, month, 0) }
    case 'thisYear':
      return { from: ofParts(year, 0, 1), to: ofParts(year, 11, 31) }
    default:
      return { from: today, to: today }
  }
}
