import { has, type Graph, type Node } from '../graph.js'
import { containerOf, graphOf, nodeIn, note, type Run } from '../run.js'
import type { Scope, Token } from '../state.js'
import { closeRound } from './carry-on.js'
import type { ApprovalSettings, Resubmit } from './settings.js'
import type { Approval } from './state.js'

/**
 * Steps that a matter can be given back to, the nearest first: user tasks that lead to where the token is and have been done, in its scope and those
 * around it, up to the border of its process.
 */
export async function targetsOf(run: Run, token: Token, returnTo: ApprovalSettings['returnTo']): Promise<string[]> {
  const { draft } = run
  const steps: Node[] = []
  for (let at: Token | undefined = token; at;) {
    const scope: Scope = draft.scopes.get(at.scope)!
    if (scope.kind !== 'iteration') steps.push(...(await before(run, at, scope)))
    at = scope.kind === 'called' || scope.token === undefined ? undefined : draft.tokens.get(scope.token)
  }
  if (returnTo === 'any') return steps.map(step => step.id)
  if (returnTo === 'previous') return steps.slice(0, 1).map(step => step.id)
  if (returnTo === 'initiator') return steps.filter(isInitiators).map(step => step.id)
  return steps.map(step => step.id).filter(id => returnTo.includes(id))
}

export const isInitiators = ({ settings }: Node): boolean => settings.assignment?.type === 'initiator'

async function before(run: Run, token: Token, scope: Scope): Promise<Node[]> {
  const graph = graphOf(run, scope.id)
  const here = nodeIn(run, scope.id, token.node)
  const container = containerOf(run, scope)
  const found: Node[] = []
  for (const index of container?.nodes ?? []) {
    const node = graph.nodes[index]!
    if (node.kind !== 'user-task' || node.index === here.index || !has(graph.reach(index), here.index)) continue
    if (((await run.host.lastRound?.(scope.id, node.id)) ?? 0) > 0) found.push(node)
  }
  return nearestFirst(graph, found)
}

/** A step that another one leads to is nearer than that one; in a circle the drawing's order decides. */
function nearestFirst(graph: Graph, steps: Node[]): Node[] {
  const leads = (from: Node, to: Node): boolean => has(graph.reach(from.index), to.index)
  const far = (step: Node): number => steps.filter(other => leads(step, other) && !leads(other, step)).length
  return steps.sort((a, b) => far(a) - far(b) || b.index - a.index)
}

/** Ends the round as returned and has the process go on at an earlier step. */
export async function returnFrom(run: Run, approval: Approval, node: Node, to: string, policy: Resubmit): Promise<void> {
  const token = run.draft.tokens.get(approval.token)!
  note(run, 'said', node.id, token, { verb: 'return', target: to, policy })
  closeRound(run, approval, 'returned')
  await goBack(run, token, to, policy)
}

/** The one place from which approvals go back; every verb that does comes through here. */
export async function goBack(run: Run, token: Token, to: string, policy: Resubmit): Promise<void> {
  ;(void run, token, to, policy)
}
