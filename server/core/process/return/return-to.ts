import type { Problem } from '../../problem.js'
import type { Resubmit } from '../approval/settings.js'
import { cancel } from '../cancel.js'
import type { Node } from '../graph.js'
import type { Run } from '../run.js'
import { armHandlers } from '../scopes.js'
import type { Scope, Token } from '../state.js'
import { beginAt, credit } from './begin-at.js'
import { planReturn, type How, type ReturnPlan } from './plan-return.js'
import type { Place } from './returned.js'
import { placeOf, remember } from './straight-back.js'
import type { Visited } from './targets.js'

/**
 * Goes back from a token to an element in a scope around it: the one function behind return, withdraw, take back, jump and modification.
 * What lies ahead of the element in that scope goes with all that hangs on it, the rest stays; joins that have fired get credits; the scope begins a
 * new round. A Problem (those of `planReturn`, or of what is to listen again) refuses it, and the command with it.
 */
export async function returnTo(
  run: Run,
  token: Token,
  to: string,
  policy: Resubmit = 'run-on',
  how: How = {},
): Promise<Problem | undefined> {
  const plan = await planReturn(run, token, to, visitedIn(run), how)
  return 'code' in plan ? plan : carryOut(run, plan, canGoBack(plan.path.at(-1)!) ? policy : 'run-on')
}

/** By the tasks and approvals that have ended. */
export const visitedIn =
  ({ host }: Run): Visited =>
  async (scope, element) =>
    ((await host.lastRound?.(scope, element)) ?? 0) > 0

/** Only what is done by somebody can go straight back when it is done; an event or gateway is passed in the same moment. */
export const canGoBack = ({ type }: Node): boolean => /Task$|SubProcess$|Activity$|^bpmn:Transaction$/.test(type)

async function carryOut(run: Run, plan: ReturnPlan, policy: Resubmit): Promise<Problem | undefined> {
  const { draft } = run
  const { scope, goes, credits, path } = plan
  const places: Place[] = []
  if (policy === 'straight-back') for (const token of goes) places.push(await placeOf(run, token))
  for (const token of goes) cancel(run, token)
  newRound(run, scope.id, path[0]!.id, policy, plan.gates)
  for (const each of credits) credit(run, scope.id, each)
  const refused = plan.rearm ? await armHandlers(run, draft.scopes.get(scope.id)!) : undefined
  if (refused) return refused
  const arrival = plan.arrival === undefined ? 'one' : { flow: plan.arrival }
  const begun = await beginAt(run, scope.id, path, path.length > 1 ? 'all' : arrival)
  if ('problem' in begun) return begun.problem
  if (policy === 'straight-back') remember(run, begun.token, { scope: scope.id, places, credits })
  return undefined
}

/** Votes and tasks from before count as the policy says; what other steps remember of tokens that are gone is forgotten. */
export function newRound(run: Run, id: string, to: string, policy: Resubmit, gates: readonly string[] = []): void {
  const { draft } = run
  const { round, returns = [], gates: fired = {} } = draft.scopes.get(id)!
  const others = returns
    .filter(each => each.to !== to)
    .map(({ back, ...each }) => (back && draft.tokens.get(back.token) ? { ...each, back } : each))
  const left = Object.fromEntries(Object.entries(fired).filter(([gateway]) => !gates.includes(gateway)))
  const patch: Partial<Scope> = { round: round + 1, returns: [...others, { to, seq: draft.instance.seq, policy }] }
  draft.scopes.update(id, gates.length === 0 ? patch : { ...patch, gates: left })
}
