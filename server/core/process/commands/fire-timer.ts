import { problem } from '../../problem.js'
import { happen } from '../moves.js'
import { zoneOf } from '../run.js'
import { nextDue } from '../schedule.js'
import type { Handler } from './index.js'

/** A cycle goes on from its schedule: what a stopped server missed is made up one firing at a time. */
export const fireTimer: Handler<'fireTimer'> = async (run, command) => {
  const { draft } = run
  const timer = draft.timers.get(command.timer)
  if (!timer) return problem('NO_SUCH_TIMER', command.timer)
  if (Date.parse(timer.dueAt) > Date.parse(command.at)) return problem('TIMER_NOT_DUE', command.timer, { dueAt: timer.dueAt })
  const next = nextDue(timer, zoneOf(run, timer.scope))
  if (next) draft.timers.update(timer.id, { dueAt: next.dueAt, repeat: next.repeat })
  else draft.timers.remove(timer.id)
  await happen(run, timer)
  return undefined
}
