import { problem, type Problem } from '../problem.js'
import type { Host } from './host.js'
import { graphOf, type Run } from './run.js'
import type { Calendar } from './schedule.js'

/** Named on an element of a process with a calendar: its lengths are plain time nevertheless. */
export const NO_CALENDAR = 'none'

type Found = { calendar?: Calendar } | { problem: Problem }

/** The calendar of working time that an element names, else its process; none where neither does. Problem: CALENDAR_UNKNOWN { name }. */
export const calendarFor = (run: Run, scope: string, named: string | undefined): Promise<Found> =>
  calendarNamed(named ?? graphOf(run, scope).calendar ?? run.graph.calendar, run.host)

/** A host without calendars (play) counts plain time. */
export async function calendarNamed(name: string | undefined, host: Pick<Host, 'calendar'>): Promise<Found> {
  if (name === undefined || name === NO_CALENDAR || !host.calendar) return {}
  const calendar = await host.calendar(name)
  return calendar ? { calendar } : { problem: problem('CALENDAR_UNKNOWN', undefined, { name }) }
}
