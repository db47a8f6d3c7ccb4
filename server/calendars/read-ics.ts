import { problem, type Problem } from '#core/problem'

export interface IcsDay {
  date: string
  title: string
  hours: 'off' | 'ordinary'
}

export interface IcsRead {
  days: IcsDay[]
  skipped: { title: string; reason: 'cancelled' | 'observance' }[]
}

const LARGEST = 512 * 1024
/** A holiday that lasts longer was meant otherwise. */
const LONGEST = 60
const MOST_DAYS = 2_000
const MOST_PROBLEMS = 20
const DAY = 86_400_000

type Property = { value: string; line: number }
type Event = Map<string, Property>

/**
 * The all-day events of an iCalendar file (RFC 5545) as days off, or as days of work where they say so. Not read: times of day, recurrence, time
 * zones; what would be lost by that is refused: ICS_NOT_A_CALENDAR, ICS_TOO_LARGE { limit }, ICS_EMPTY, and at a line ICS_RECURRING,
 * ICS_NOT_ALL_DAY, ICS_DATE_WRONG, ICS_CONTRADICTION, each { title, line }.
 */
export function readIcs(text: string): IcsRead | { problems: Problem[] } {
  if (text.length > LARGEST) return { problems: [problem('ICS_TOO_LARGE', undefined, { limit: LARGEST / 1024 })] }
  const events = eventsIn(text)
  if (!events) return { problems: [problem('ICS_NOT_A_CALENDAR')] }
  const found = new Map<string, IcsDay>()
  const skipped: IcsRead['skipped'] = []
  const problems: Problem[] = []
  for (const event of events) {
    const title = titleOf(event)
    const line = event.get('DTSTART')?.line ?? event.get('BEGIN')!.line
    const wrong = (code: string): void => void problems.push(problem(code, undefined, { title, line }))
    if (problems.length >= MOST_PROBLEMS) break
    if (event.get('STATUS')?.value.toUpperCase() === 'CANCELLED') skipped.push({ title, reason: 'cancelled' })
    else if (/^observance/i.test(event.get('DESCRIPTION')?.value ?? '')) skipped.push({ title, reason: 'observance' })
    else if (event.has('RRULE') || event.has('RDATE')) wrong('ICS_RECURRING')
    else if (/T\d/.test(event.get('DTSTART')?.value ?? '')) wrong('ICS_NOT_ALL_DAY')
    else {
      const dates = datesOf(event)
      if (!dates) wrong('ICS_DATE_WRONG')
      else if (!dates.every(date => note(found, { date, title, hours: isWork(event) ? 'ordinary' : 'off' })))
        wrong('ICS_CONTRADICTION')
    }
  }
  if (problems.length > 0) return { problems }
  if (found.size === 0) return { problems: [problem('ICS_EMPTY')] }
  if (found.size > MOST_DAYS) return { problems: [problem('ICS_TOO_MANY_DAYS', undefined, { max: MOST_DAYS })] }
  return { days: [...found.values()].sort((a, b) => (a.date < b.date ? -1 : 1)), skipped }
}

/** Two holidays may fall on one day; a day cannot be free and worked. */
function note(found: Map<string, IcsDay>, day: IcsDay): boolean {
  const there = found.get(day.date)
  if (!there) found.set(day.date, day)
  else if (there.hours !== day.hours) return false
  else if (there.title !== day.title) found.set(day.date, { ...there, title: `${there.title}、${day.title}`.slice(0, 100) })
  return true
}

/** Undefined: this is no iCalendar file, or one that ends in the middle. */
function eventsIn(text: string): Event[] | undefined {
  const lines = unfold(text)
  if (lines[0]?.text.toUpperCase() !== 'BEGIN:VCALENDAR' || lines.at(-1)?.text.toUpperCase() !== 'END:VCALENDAR') return undefined
  const events: Event[] = []
  const inside: string[] = []
  for (const { text: raw, line } of lines) {
    const [name, value] = propertyOf(raw)
    if (name === 'BEGIN') inside.push(value.toUpperCase())
    if (name === 'END' && inside.pop() !== value.toUpperCase()) return undefined
    if (name === 'BEGIN' && value.toUpperCase() === 'VEVENT') events.push(new Map())
    // an alarm inside an event has properties of the same names
    if (inside.at(-1) === 'VEVENT' && !events.at(-1)!.has(name)) events.at(-1)!.set(name, { value, line })
  }
  return inside.length === 0 ? events : undefined
}

/** A line that begins with a blank goes on with the one before (§3.1). Line numbers are those of the file. */
function unfold(text: string): { text: string; line: number }[] {
  const lines: { parts: string[]; line: number }[] = []
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (/^[ \t]/.test(raw) && lines.length > 0) lines.at(-1)!.parts.push(raw.slice(1))
    else if (raw !== '') lines.push({ parts: [raw], line: index + 1 })
  }
  return lines.map(({ parts, line }) => ({ text: parts.join('').trimEnd(), line }))
}

/** `NAME;PARAM="a:b":value`: the value begins behind the first colon outside quotes. */
function propertyOf(line: string): [name: string, value: string] {
  let quoted = false
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] === '"') quoted = !quoted
    else if (line[i] === ':' && !quoted) return [line.slice(0, i).split(';')[0]!.toUpperCase(), line.slice(i + 1)]
  }
  return ['', line]
}

/** DTEND is the day after (§3.6.1); without one the event lasts its day, or its DURATION in days or weeks. */
function datesOf(event: Event): string[] | undefined {
  const first = dateOf(event.get('DTSTART')?.value)
  const [, weeks, days] = /^P(?:(\d{1,3})W|(\d{1,3})D)$/.exec(event.get('DURATION')?.value ?? 'P1D') ?? []
  const length = weeks ? Number(weeks) * 7 : Number(days ?? NaN)
  const end = event.has('DTEND') ? dateOf(event.get('DTEND')!.value) : first === undefined ? undefined : first + length * DAY
  if (first === undefined || end === undefined || Number.isNaN(end)) return undefined
  const count = (end - first) / DAY
  // some programs write the same day for both
  if (count < 0 || count > LONGEST) return undefined
  return Array.from({ length: Math.max(1, count) }, (_, n) => new Date(first + n * DAY).toISOString().slice(0, 10))
}

function dateOf(value: string | undefined): number | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(value ?? '') ?? []
  const text = `${year}-${month}-${day}`
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : at
}

const MARK = /\s*[（(][休班][）)]\s*$/

const titleOf = (event: Event): string =>
  (event.get('SUMMARY')?.value ?? '')
    .replace(/\\([nN,;\\])/g, (_, mark: string) => (mark === 'n' || mark === 'N' ? ' ' : mark))
    .replace(MARK, '')
    .trim()
    .slice(0, 100) || '-'

/** Calendars of Apple mark a make-up day in a property of their own, others in its title. */
function isWork(event: Event): boolean {
  const marked = event.get('X-APPLE-SPECIAL-DAY')?.value
  if (marked !== undefined) return marked.toUpperCase() === 'ALTERNATE-WORKDAY'
  const title = event.get('SUMMARY')?.value ?? ''
  return /[（(]班[）)]|[补補]班|上班|work(?:ing)?[ -]?day|make-?up/i.test(title) && !/non-?work/i.test(title)
}
