import type { Problem } from '../../problem.js'
import { problem } from '../../problem.js'
import { complete } from '../moves.js'
import { nodeIn, setVariables, type Run } from '../run.js'
import type { Task } from '../state.js'
import { picksOver } from '../approval/picks.js'
import { spokenOutcome } from '../approval/spoken-outcome.js'
import { act } from './act.js'
import type { Handler, Of } from './index.js'
import { wrongType } from '../data-types.js'

/**
 * Completing a task: its data become variables; so do the verb and the words of the person who did it: `outcome` and `opinion` are those of
 * the task completed last, `outcomes.<elementId>` keeps the verb of every step. A gateway asks `outcome = "approve"`.
 */
export const completeTask: Handler<'complete'> = async (run, command) => {
  const { draft } = run
  const task = draft.tasks.get(command.task)
  if (!task) return problem('TASK_NOT_OPEN', command.task)
  if (task.signer !== undefined) return vote(run, command, task)
  if (!mayDo(task, command.by)) return problem('NOT_YOURS', command.task)
  const node = nodeIn(run, task.scope, task.element)
  const refused = checkOutcome(node.settings.outcomes ?? [], command.task, command.outcome, command.opinion)
  if (refused) return refused
  const { outcome, opinion } = command
  const picks = await picksOver(run, task.token, command.picks)
  const wrong = wrongType(run, task.token, command.data ?? {})
  if (wrong) return wrong
  setVariables(run, task.token, { ...command.data, ...picks })
  setVariables(run, task.scope, spokenOutcome(run, task.scope, task.element, outcome, opinion))
  draft.tasks.retire(task.id, {
    status: 'completed',
    completedAt: command.at,
    completedBy: command.by,
    outcome: outcome ?? 'complete',
    ...(opinion === undefined ? {} : { opinion }),
  })
  await complete(run, draft.tokens.get(task.token)!, node, undefined, { outcome: outcome ?? 'complete', by: command.by })
  return undefined
}

function checkOutcome(
  declared: { name: string; opinion?: boolean }[],
  task: string,
  outcome: string | undefined,
  opinion: string | undefined,
): Problem | undefined {
  if (declared.length === 0) return undefined
  const choices = declared.map(each => each.name)
  if (outcome === undefined) return problem('OUTCOME_REQUIRED', task, { choices })
  const verb = declared.find(each => each.name === outcome)
  if (!verb) return problem('OUTCOME_UNKNOWN', task, { outcome, choices })
  return verb.opinion && !opinion?.trim() ? problem('OPINION_REQUIRED', task, { outcome }) : undefined
}

/** Who completes the task of an approval step votes, or ends his part in it otherwise: a return goes to the nearest step that it may go to. */
function vote(run: Run, command: Of<'complete'>, task: Task): ReturnType<typeof act> {
  const { type: _type, outcome, ...said } = command
  const verb = (['approve', 'refuse', 'return', 'end'] as const).find(each => each === outcome)
  if (outcome === undefined) return problem('OUTCOME_REQUIRED', task.id, { choices: task.outcomes })
  if (!verb) return problem('OUTCOME_UNKNOWN', task.id, { outcome, choices: task.outcomes })
  return act(run, { ...said, type: 'act', verb })
}

export const mayDo = (task: Task, by: string): boolean =>
  by === 'system' ||
  task.assignee === by ||
  (task.assignee === undefined && (task.candidates.length === 0 || task.candidates.includes(by)))

export const claim: Handler<'claim'> = (run, command) => {
  const task = run.draft.tasks.get(command.task)
  if (!task) return problem('TASK_NOT_OPEN', command.task)
  if (task.assignee === command.by) return undefined
  if (task.assignee !== undefined) return problem('TASK_TAKEN', command.task, { assignee: task.assignee })
  if (!mayDo(task, command.by)) return problem('NOT_YOURS', command.task)
  run.draft.tasks.update(task.id, { assignee: command.by })
  return undefined
}

/** Who may hand a task to whom is the shell's to decide. */
export const assign: Handler<'assign'> = (run, command) => {
  const task = run.draft.tasks.get(command.task)
  if (!task) return problem('TASK_NOT_OPEN', command.task)
  if (task.signer !== undefined) {
    const { by, at, to } = command
    return act(run, { type: 'act', verb: 'transfer', task: task.id, by, at, to, admin: true })
  }
  run.draft.tasks.update(task.id, { assignee: command.to, onBehalfOf: undefined })
  return undefined
}
