import { note, type Run } from './run.js'
import type { Token } from './state.js'

/** Calls off all that hangs on a token: its task, timers, subscriptions, repair, and the sub-process that runs for it. */
export function release(run: Run, token: Token): void {
  const { draft, command } = run
  for (const task of draft.tasks.of(token.id)) draft.tasks.retire(task.id, { status: 'cancelled', completedAt: command.at })
  for (const timer of draft.timers.of(token.id)) draft.timers.remove(timer.id)
  for (const subscription of draft.subscriptions.of(token.id)) draft.subscriptions.remove(subscription.id)
  for (const repair of draft.repairs.of(token.id)) draft.repairs.remove(repair.id)
  for (const scope of draft.scopes.of(token.id)) {
    for (const inner of draft.tokens.of(scope.id)) cancel(run, inner)
    draft.variables.drop(scope.id)
    draft.scopes.remove(scope.id)
  }
}

/** The token and all that hangs on it disappear; the scope is not ended here. Nesting is at most 64 deep, so this may recurse. */
export function cancel(run: Run, token: Token): void {
  release(run, token)
  run.draft.tokens.remove(token.id)
  if (token.waits !== 'continue') note(run, 'cancelled', token.node, token)
}
