import { closeRound } from './approval/carry-on.js'
import { stopListening } from './listen.js'
import { forgetPages } from './loops/pages.js'
import { note, type Run } from './run.js'
import type { Scope, Token } from './state.js'

/** Calls off all that hangs on a token: its task, timers, subscriptions, repair, own variables, and whatever runs for it. */
export function release(run: Run, token: Token): void {
  const { draft, command } = run
  for (const approval of draft.approvals.of(token.id)) closeRound(run, approval, 'cancelled')
  for (const task of draft.tasks.of(token.id)) draft.tasks.retire(task.id, { status: 'cancelled', completedAt: command.at })
  stopListening(run, token.id)
  for (const repair of draft.repairs.of(token.id)) draft.repairs.remove(repair.id)
  draft.variables.drop(token.id)
  const scopes = draft.scopes.of(token.id)
  for (const scope of scopes) if (isPartlyAway(scope, scopes)) draft.dropped.push(scope.id)
  for (const scope of scopes) closeScope(run, scope)
}

/** A scope disappears with all that is inside. */
export function closeScope(run: Run, scope: Scope): void {
  const { draft } = run
  for (const inner of draft.tokens.of(scope.id)) cancel(run, inner)
  stopListening(run, scope.id)
  for (const compensation of draft.compensations.of(scope.id)) draft.compensations.remove(compensation.id)
  draft.variables.drop(scope.id)
  if (scope.loop?.total !== undefined) forgetPages(run, scope)
  draft.scopes.remove(scope.id)
}

/** The token and all that hangs on it disappear; the scope is not ended here. Nesting is at most 64 deep, so this may recurse. */
export function cancel(run: Run, token: Token): void {
  release(run, token)
  run.draft.tokens.remove(token.id)
  if (token.waits !== 'continue') note(run, 'cancelled', token.node, token)
}

/** A loop with more running children than the state holds. */
function isPartlyAway({ id, loop }: Scope, siblings: readonly Scope[]): boolean {
  if (!loop) return false
  const here = siblings.filter(scope => scope.kind === 'iteration' && scope.parent === id).length
  return loop.spawned - loop.completed - loop.terminated > here
}
