import { problem, type Problem } from '../../problem.js'
import { nodeIn, note, type Run } from '../run.js'
import type { Task, Token } from '../state.js'
import { returnTo, visitedIn } from '../return/return-to.js'
import { returnTargets } from '../return/targets.js'
import { act } from './act.js'
import type { Handler, Of } from './index.js'
import { mayDo } from './task.js'

/**
 * Return: by a person at his task, to where its step allows (`returns`, or what its approval says); by an administrator from any token to any earlier
 * element, or with `jump` to any at all. NO_SUCH_TOKEN, TASK_NOT_OPEN, NOT_YOURS, RETURN_NOT_OFFERED, RETURN_TARGET_NOT_ALLOWED { choices }, and
 * those of `planReturn`.
 */
export const returning: Handler<'return'> = async (run, command) => {
  const { draft } = run
  const { to, policy, redo, jump } = command
  const task = command.task === undefined ? undefined : draft.tasks.get(command.task)
  if (command.task !== undefined && !task) return problem('TASK_NOT_OPEN', command.task)
  if (task?.signer !== undefined) return said(run, command, task)
  const token = draft.tokens.get(task?.token ?? command.token ?? '')
  if (!token) return problem('NO_SUCH_TOKEN', command.token)
  const refused = task && ((await notAllowed(run, command, task, token)) ?? done(run, command, task))
  if (refused) return refused
  note(run, 'said', token.node, token, { verb: jump ? 'jump' : 'return', target: to, policy: policy ?? 'run-on' })
  return returnTo(run, token, to, policy, { ...(redo ? { redo } : {}), ...(jump && !task ? { jump } : {}) })
}

/** At an approval it is one of its verbs. */
const said = (run: Run, { to, policy, ...command }: Of<'return'>, task: Task): ReturnType<typeof act> =>
  act(run, { ...command, type: 'act', verb: 'return', task: task.id, target: to, ...(policy ? { resubmit: policy } : {}) })

async function notAllowed(run: Run, command: Of<'return'>, task: Task, token: Token): Promise<Problem | undefined> {
  if (!mayDo(task, command.by)) return problem('NOT_YOURS', task.id)
  const { returns = 'none' } = nodeIn(run, task.scope, task.element).settings
  if (returns === 'none') return problem('RETURN_NOT_OFFERED', task.id)
  const targets = (await returnTargets(run, token, visitedIn(run))).map(({ element }) => element)
  const choices = returns === 'previous' ? targets.slice(0, 1) : targets
  return choices.includes(command.to)
    ? undefined
    : problem('RETURN_TARGET_NOT_ALLOWED', command.to, { target: command.to, choices })
}

function done(run: Run, { at, by, opinion }: Of<'return'>, task: Task): undefined {
  const words = opinion === undefined ? {} : { opinion }
  run.draft.tasks.retire(task.id, { status: 'completed', completedAt: at, completedBy: by, outcome: 'return', ...words })
  return undefined
}
