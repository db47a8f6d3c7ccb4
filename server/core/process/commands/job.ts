import { problem } from '../../problem.js'
import { named } from '../elements/script-task.js'
import { complete, taken } from '../moves.js'
import { nodeIn, setVariables } from '../run.js'
import { catcherOf, stopAt } from '../trouble.js'
import type { Handler } from './index.js'
import { wrongType } from '../data-types.js'

export const jobDone: Handler<'jobDone'> = async (run, command) => {
  const token = run.draft.tokens.get(command.token)
  if (token?.waits !== 'job') return problem('JOB_NOT_AWAITED', command.token)
  const node = nodeIn(run, token.scope, token.node)
  const { action, resultVariable } = node.settings
  const into = action?.type === 'webhook' && action.result !== undefined ? action.result : resultVariable
  const given = command.result === undefined || into === undefined ? {} : named(command.result, into)
  const wrong = wrongType(run, token.id, given)
  if (wrong) {
    stopAt(run, token, node, wrong, 'enter')
    return undefined
  }
  setVariables(run, token.id, given)
  await complete(run, token, node)
  return undefined
}

/** With an error code it is a business error and looks for an error boundary event; without, or uncaught, it is a repair. */
export const jobFailed: Handler<'jobFailed'> = async (run, command) => {
  const token = run.draft.tokens.get(command.token)
  if (token?.waits !== 'job') return problem('JOB_NOT_AWAITED', command.token)
  const caught = command.errorCode === undefined ? undefined : catcherOf(run, token, 'error', command.errorCode)
  if (caught) await taken(run, caught)
  else stopAt(run, token, nodeIn(run, token.scope, token.node), command.problem, 'enter', command.attempts)
  return undefined
}
