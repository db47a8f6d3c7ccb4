import { problem } from '../../problem.js'
import { calendarFor } from '../calendar-for.js'
import { evaluate, zoneOf } from '../run.js'
import { schedule } from '../schedule.js'
import { rowOf, type EventKind } from './event.js'

/**
 * BPMN 2.0.2 §10.5.5: a date, a duration from the moment of listening, or a cycle (also cron). A cycle repeats where it does not interrupt
 * (boundary event, event sub-process); elsewhere its first firing counts. Lengths are working time where the event or the process names a
 * calendar. A boundary event or event sub-process whose cycle has passed already never happens; a token that would wait for it stops.
 */
export const timer: EventKind<'timer'> = {
  async listen(run, listener, { timer: spec }) {
    const { node, holder, scope } = listener
    const text = spec.literal ? { value: spec.text } : await evaluate(run, holder, spec.text)
    if ('problem' in text) return { ...text.problem, at: node.id }
    const found = spec.type === 'date' ? {} : await calendarFor(run, scope, spec.calendar)
    if ('problem' in found) return { ...found.problem, at: node.id }
    const due = schedule(spec.type, String(text.value), run.command.at, zoneOf(run, scope), found.calendar)
    if ('problem' in due) {
      const beside = (node.host !== undefined || node.kind === 'start') && !node.parallelMultiple
      if (beside && due.problem.code === 'TIMER_OVER') return undefined
      return problem(due.problem.code, node.id, { type: spec.type, text: text.value ?? null })
    }
    const { dueAt, repeat, every } = due
    const repeats = node.interrupting === false && every !== undefined
    run.draft.timers.insert({ ...rowOf(run, listener), dueAt, ...(repeats ? { repeat, every } : {}) })
    return undefined
  },
}
