import { problem, type Problem } from '#core/problem'
import type { Interval } from '#core/process/schedule'
import type { Tx } from '../db/transaction.js'
import { deleteRows, insertRows } from '../db/write-rows.js'
import { refuse } from '../http/refusal.js'
import type { ChangeCalendar, ChangeDays, NewCalendar } from './calendars.api.js'

/** So many days that no house needs more, and few enough to be read with every timer. */
const MOST_DAYS = 5_000

/** 409 CALENDAR_KEY_TAKEN; 422 as in `changeCalendar`. */
export async function createCalendar(tx: Tx, calendar: NewCalendar): Promise<void> {
  mustMakeSense(calendar)
  const { key, name, zone, week, yearly } = calendar
  const sql = `${tx.dialect.insertIgnore} INTO calendars (calendar_key, name, zone, week, yearly, rev) VALUES (?, ?, ?, ?, ?, 1)`
  const row = [key, JSON.stringify(name), zone, JSON.stringify(week), yearly ? 1 : 0]
  if ((await tx.run(sql, row)) === 0) refuse(409, 'CALENDAR_KEY_TAKEN', { key })
}

/** 404 NO_SUCH_CALENDAR, 409 CALENDAR_CHANGED, 422 with ZONE_UNKNOWN, HOURS_WRONG, WEEK_WITHOUT_WORK. */
export async function changeCalendar(tx: Tx, key: string, change: ChangeCalendar): Promise<void> {
  mustMakeSense(change)
  await hold(tx, key, change.rev)
  const { name, zone, week, yearly } = change
  await tx.run('UPDATE calendars SET name = ?, zone = ?, week = ?, yearly = ? WHERE calendar_key = ?', [
    JSON.stringify(name),
    zone,
    JSON.stringify(week),
    yearly ? 1 : 0,
    key,
  ])
}

/** Days that are put take the place of those of the same date. Refusals as in `changeCalendar`, and 422 TOO_MANY_DAYS. */
export async function changeDays(tx: Tx, key: string, { rev, put, remove }: ChangeDays): Promise<void> {
  const problems = put.flatMap(({ hours }, n) => (typeof hours === 'string' ? [] : hoursWrong(hours, `put[${n}].hours`)))
  if (problems.length > 0) refuse(422, problems)
  await hold(tx, key, rev)
  const days = [...new Map(put.map(day => [day.date, day])).values()]
  const mine = { sql: 'calendar_key = ?', with: [key] }
  await deleteRows(tx, 'calendar_days', 'day', [...remove, ...days.map(({ date }) => date)], mine)
  await insertRows(
    tx,
    'calendar_days',
    columns,
    days.map(({ date, title, hours }) => [
      key,
      date,
      JSON.stringify(title),
      typeof hours === 'string' ? hours : JSON.stringify(hours),
    ]),
  )
  const [count] = await tx.query<{ n: number | string }>('SELECT COUNT(*) AS n FROM calendar_days WHERE calendar_key = ?', [key])
  if (Number(count!.n) > MOST_DAYS) refuse(422, [problem('TOO_MANY_DAYS', 'put', { max: MOST_DAYS })])
}

const columns = ['calendar_key', 'day', 'title', 'hours']

/** 404 NO_SUCH_CALENDAR, 409 CALENDAR_IN_USE while a version that may still run names it. */
export async function deleteCalendar(tx: Tx, key: string): Promise<void> {
  if ((await tx.run('DELETE FROM calendars WHERE calendar_key = ?', [key])) === 0) refuse(404, 'NO_SUCH_CALENDAR')
  const [user] = await tx.query<{ name: string }>(
    `SELECT v.name FROM process_versions v WHERE v.xml LIKE ? AND (
       EXISTS (SELECT 1 FROM processes p WHERE p.id = v.process_id AND p.version = v.version AND p.deleted_at IS NULL)
       OR EXISTS (SELECT 1 FROM instances i WHERE i.definition = v.id AND i.status = 'running')) LIMIT 1`,
    [`%:calendar="${key}"%`],
  )
  if (user) refuse(409, 'CALENDAR_IN_USE', { by: user.name })
  await tx.run('DELETE FROM calendar_days WHERE calendar_key = ?', [key])
}

/** Compare-and-set and row lock in one. */
async function hold(tx: Tx, key: string, rev: number): Promise<void> {
  if ((await tx.run('UPDATE calendars SET rev = rev + 1 WHERE calendar_key = ? AND rev = ?', [key, rev])) === 1) return
  const [row] = await tx.query<{ rev: number }>('SELECT rev FROM calendars WHERE calendar_key = ?', [key])
  return row ? refuse(409, 'CALENDAR_CHANGED', { rev: row.rev }) : refuse(404, 'NO_SUCH_CALENDAR')
}

function mustMakeSense({ zone, week }: Pick<NewCalendar, 'zone' | 'week'>): void {
  const problems = week.flatMap((hours, day) => hoursWrong(hours, `week[${day}]`))
  if (!isZone(zone)) problems.push(problem('ZONE_UNKNOWN', 'zone', { zone }))
  // nothing would ever be due
  if (week.every(hours => hours.length === 0)) problems.push(problem('WEEK_WITHOUT_WORK', 'week'))
  if (problems.length > 0) refuse(422, problems)
}

/** Intervals have a length, ascend and do not overlap; work over midnight is entered on both days. */
function hoursWrong(hours: Interval[], at: string): Problem[] {
  const wrong = hours.findIndex(([from, to], n) => from >= to || (n > 0 && from < hours[n - 1]![1]))
  return wrong < 0 ? [] : [problem('HOURS_WRONG', `${at}[${wrong}]`, { from: hours[wrong]![0], to: hours[wrong]![1] })]
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
