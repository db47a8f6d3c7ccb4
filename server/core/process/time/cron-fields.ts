/** A cron expression, read. All lists ascend. */
export interface Cron {
  seconds: number[]
  minutes: number[]
  hours: number[]
  months: number[]
  /** Of the month. `any`: the field begins with `*` or `?` and does not widen the other one. */
  days: { any: boolean; days: number[]; last: number[]; nearest: number[]; lastWorkday: boolean }
  /** 0 is Sunday. `nth`: [weekday, 1–5] or [weekday, -1] for the last of the month. */
  weekdays: { any: boolean; days: number[]; nth: [weekday: number, nth: number][] }
}

const MACROS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const LONGEST = 120

/** Five or six fields, or a macro: looks like cron (else it is ISO 8601 or an expression). Says nothing about being right. */
export const looksCron = (text: string): boolean =>
  /^@[a-z]+$/i.test(text) || /^[\d*?][\d*?,/-]*\s+[\d*?][\d*?,/-]*(\s+[\w*?,/#-]+){3,4}$/.test(text)

/**
 * `[second] minute hour day-of-month month day-of-week`, with lists, ranges, steps, names, `?`, `L`, `L-3`, `15W`, `LW`, `5L`, `MON#2`, or
 * `@daily` and its kin. Days of the week count as in Unix: 0 and 7 are Sunday. When both days are restricted, either makes a firing, as in Unix.
 * Throws RangeError with the field that is wrong.
 */
export function readCron(text: string): Cron {
  if (text.length > LONGEST) throw new RangeError('cron: too long')
  const fields = (MACROS[text.trim().toLowerCase()] ?? text).trim().toUpperCase().split(/\s+/)
  if (fields.length === 5) fields.unshift('0')
  if (fields.length !== 6) throw new RangeError('cron: five or six fields')
  const [seconds, minutes, hours, days, months, weekdays] = fields as [string, string, string, string, string, string]
  return {
    seconds: numbers(seconds, 0, 59),
    minutes: numbers(minutes, 0, 59),
    hours: numbers(hours, 0, 23),
    months: numbers(months, 1, 12, MONTHS, 1),
    days: daysOfMonth(days),
    weekdays: daysOfWeek(weekdays),
  }
}

function daysOfMonth(field: string): Cron['days'] {
  const found: Cron['days'] = { any: /^[*?]/.test(field), days: [], last: [], nearest: [], lastWorkday: false }
  const plain: string[] = []
  for (const part of field.split(',')) {
    const last = /^L(?:-(\d{1,2}))?$/.exec(part)
    const nearest = /^(\d{1,2})W$/.exec(part)
    if (part === 'LW' || part === 'WL') found.lastWorkday = true
    else if (last) found.last.push(bounded(last[1] ?? '0', 0, 30, field))
    else if (nearest) found.nearest.push(bounded(nearest[1]!, 1, 31, field))
    else plain.push(part)
  }
  if (plain.length > 0) found.days = numbers(plain.join(','), 1, 31)
  return found
}

function daysOfWeek(field: string): Cron['weekdays'] {
  const found: Cron['weekdays'] = { any: /^[*?]/.test(field), days: [], nth: [] }
  const plain: string[] = []
  for (const part of field.split(',')) {
    const special = /^([A-Z]{3}|\d)(?:L|#(\d))$/.exec(part)
    if (!special) plain.push(part)
    else found.nth.push([valueOf(special[1]!, WEEKDAYS, 0, field) % 7, special[2] ? bounded(special[2], 1, 5, field) : -1])
  }
  // 5-SUN and FRI-7 run into the Sunday at the end of the week
  if (plain.length > 0) {
    const named = plain.map(part => part.replace(/^(.+)-SUN(?=\/|$)/, '$1-7'))
    found.days = [...new Set(numbers(named.join(','), 0, 7, WEEKDAYS, 0).map(day => day % 7))].sort((a, b) => a - b)
  }
  return found
}

/** Lists of `*`, `a`, `a-b`, each with `/step`; `a/step` runs to the end. */
function numbers(field: string, min: number, max: number, names: readonly string[] = [], first = 0): number[] {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const [, from, to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(part) ?? []
    if (from === undefined) throw new RangeError(`cron: ${field}`)
    const any = from === '*' || from === '?'
    if (any && to !== undefined) throw new RangeError(`cron: ${field}`)
    const low = any ? min : bounded(String(valueOf(from, names, first, field)), min, max, field)
    const end = to === undefined ? (any || step !== undefined ? max : low) : valueOf(to, names, first, field)
    const high = bounded(String(end), low, max, field)
    const by = bounded(step ?? '1', 1, 99, field)
    for (let value = low; value <= high; value += by) found.add(value)
  }
  return [...found].sort((a, b) => a - b)
}

function valueOf(text: string, names: readonly string[], first: number, field: string): number {
  const named = names.indexOf(text)
  if (named >= 0) return named + first
  if (!/^\d{1,2}$/.test(text)) throw new RangeError(`cron: ${field}`)
  return Number(text)
}

function bounded(text: string, min: number, max: number, field: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) throw new RangeError(`cron: ${field}`)
  return value
}
