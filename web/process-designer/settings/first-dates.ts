import { looksLiteral, nextDue, schedule } from '#core/process/schedule'
import type { TimerKind } from './events'

const TYPES = { timeDuration: 'duration', timeDate: 'date', timeCycle: 'cycle' } as const

/** When a timer that starts `now` (UTC ISO) fires: up to `count` UTC instants. undefined: not written as ISO 8601, so only running tells. */
export function firstDates(kind: TimerKind, text: string, now: string, zone: string, count = 3): string[] | undefined {
  if (text === '' || !looksLiteral(text)) return undefined
  const first = schedule(TYPES[kind], text, now, zone)
  if ('problem' in first) return []
  const dates: string[] = []
  for (let due: typeof first | undefined = first; due && dates.length < count; due = nextDue(due, zone)) dates.push(due.dueAt)
  return dates
}
