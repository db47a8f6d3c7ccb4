/** Rows of migration 0015-calendars; `name` and `title` are JSON of a text, `week` of seven lists of intervals. */
export interface CalendarRecord {
  calendar_key: string
  name: string
  zone: string
  week: string
  /** 1: its holidays are arranged anew every year, so a year without any is missing. */
  yearly: number
  rev: number
}

export interface CalendarDayRecord {
  calendar_key: string
  day: string
  title: string
  /** `off`, `ordinary` (as on the first working day of the week), or JSON of intervals. */
  hours: string
}
