import type { Problem } from '../../problem.js'
import { has, type Node } from '../graph.js'
import { ahead } from '../return/ahead.js'
import { returnTo } from '../return/return-to.js'
import { nearestFirst, returnTargets, type Visited } from '../return/targets.js'
import type { Host } from '../host.js'
import { nodeIn, note, type Looking, type Run } from '../run.js'
import type { Token } from '../state.js'
import { closeRound } from './carry-on.js'
import { pathOf } from './past.js'
import type { ApprovalSettings, Resubmit } from './settings.js'
import type { Approval } from './state.js'

/** Enough of a run to see what has been done where. */
type Asking = Looking & { host: Pick<Host, 'lastRound'> }

/** Steps that a matter can be given back to, the nearest first: of those that a return can lead to, those that this step allows. */
export async function targetsOf(run: Asking, token: Token, returnTo: ApprovalSettings['returnTo']): Promise<string[]> {
  const targets = (await returnTargets(run, token, visitedIn(run))).filter(({ kind }) => kind === 'step')
  const ids = targets.map(({ element }) => element)
  if (returnTo === 'any') return ids
  if (returnTo === 'previous') return ids.slice(0, 1)
  if (returnTo !== 'initiator') return ids.filter(id => returnTo.includes(id))
  return targets.filter(({ scope, element }) => isInitiators(nodeIn(run, scope, element))).map(({ element }) => element)
}

const visitedIn =
  (run: Asking): Visited =>
  async (scope, element) =>
    ((await run.host.lastRound?.(scope, element)) ?? 0) > 0

const isInitiators = ({ settings }: Node): boolean => settings.assignment?.type === 'initiator'

/** The first step of the process that its initiator has done, of those that lead to where a token is; also from inside a called process. */
export async function initiatorsStep(run: Run, token: Token): Promise<string | undefined> {
  const { scope, at } = pathOf(run, token).at(-1)!
  const { graph } = run
  const here = nodeIn(run, scope, at).index
  const own = graph.scopes[0]!.nodes.map(index => graph.nodes[index]!).filter(isInitiators)
  for (const node of nearestFirst(graph, own).reverse())
    if (has(ahead(graph, node.index), here) && (await visitedIn(run)(scope, node.id))) return node.id
  return undefined
}

/** Ends the round as returned and has the process go on at an earlier step. */
export async function returnFrom(
  run: Run,
  approval: Approval,
  node: Node,
  to: string,
  policy: Resubmit,
): Promise<Problem | undefined> {
  const token = run.draft.tokens.get(approval.token)!
  note(run, 'said', node.id, token, { verb: 'return', target: to, policy })
  closeRound(run, approval, 'returned')
  return goBack(run, token, to, policy)
}

/** The one place from which approvals go back; every verb that does comes through here. Problems: those of the return. */
export const goBack = (run: Run, token: Token, to: string, policy: Resubmit): Promise<Problem | undefined> =>
  returnTo(run, token, to, policy)
