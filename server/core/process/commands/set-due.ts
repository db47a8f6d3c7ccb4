import { problem } from '../../problem.js'
import { moveTask } from '../due-times.js'
import type { Handler } from './index.js'

/** A person gives a step another due time, or a timer another time to fire; data no longer move it. A cycle then goes on from its schedule. */
export const setDue: Handler<'setDue'> = (run, command) => {
  const { draft } = run
  const moment = command.dueAt === null ? undefined : Date.parse(command.dueAt)
  if (Number.isNaN(moment)) return problem('DUE_NOT_UNDERSTOOD', undefined, { text: command.dueAt })
  const dueAt = moment === undefined ? undefined : new Date(moment).toISOString()
  if ('task' in command) {
    const task = draft.tasks.get(command.task)
    if (task?.status !== 'open') return problem('TASK_NOT_OPEN', command.task, { open: draft.tasks.all().map(({ id }) => id) })
    moveTask(run, task, dueAt, true)
    return undefined
  }
  if (!draft.timers.get(command.timer)) return problem('NO_SUCH_TIMER', command.timer)
  if (dueAt === undefined) return problem('DUE_NOT_UNDERSTOOD', command.timer, { text: null })
  draft.timers.update(command.timer, { dueAt, fixed: true })
  return undefined
}
