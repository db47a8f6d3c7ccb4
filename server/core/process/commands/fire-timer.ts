import { problem } from '../../problem.js'
import { calendarFor } from '../calendar-for.js'
import { onOverdue } from '../approval/overdue.js'
import { happen } from '../moves.js'
import { nodeIn, zoneOf, type Run } from '../run.js'
import { judgeFiring, type Onward } from '../schedule.js'
import type { Timer } from '../state.js'
import type { Handler } from './index.js'

/** A cycle goes on from its schedule; what a stopped server missed is made up, stood for by one firing, or skipped, as the event says. */
export const fireTimer: Handler<'fireTimer'> = async (run, command) => {
  const { draft } = run
  const timer = draft.timers.get(command.timer)
  if (!timer) return problem('NO_SUCH_TIMER', command.timer)
  if (Date.parse(timer.dueAt) > Date.parse(command.at)) return problem('TIMER_NOT_DUE', command.timer, { dueAt: timer.dueAt })
  const { fires, next } = judgeFiring(timer, zoneOf(run, timer.scope), { ...(await onwardOf(run, timer)), now: command.at })
  if (next) draft.timers.update(timer.id, { dueAt: next.dueAt, repeat: next.repeat })
  else draft.timers.remove(timer.id)
  if (!fires) return undefined
  if (timer.purpose) await onOverdue(run, timer)
  else await happen(run, timer)
  return undefined
}

/** A calendar that is gone must not stop the clock: what is left counts plain time. */
async function onwardOf(run: Run, timer: Timer): Promise<Onward> {
  const event = timer.every === undefined ? undefined : nodeIn(run, timer.scope, timer.element).events[timer.event ?? 0]
  if (event?.type !== 'timer') return {}
  const found = await calendarFor(run, timer.scope, event.timer.calendar)
  const { catchUp } = event.timer
  return { ...(catchUp ? { catchUp } : {}), ...('calendar' in found ? { calendar: found.calendar } : {}) }
}
