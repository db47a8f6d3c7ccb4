import type { Problem } from '../problem.js'
import { nodeOf, type Node } from './graph.js'
import { complete, moving } from './moves.js'
import { containerOf, evaluate, graphOf, nodeIn, type Run } from './run.js'
import { clear } from './scopes.js'
import type { Scope, Token } from './state.js'
import { stopAt } from './trouble.js'

/** The token that waits at an ad-hoc sub-process, for a scope of one. */
function around(run: Run, scope: Scope): { token: Token; node: Node } | undefined {
  if (scope.kind !== 'sub-process' || scope.token === undefined) return undefined
  const token = run.draft.tokens.get(scope.token)!
  const node = nodeIn(run, token.scope, token.node)
  return node.adHoc ? { token, node } : undefined
}

/**
 * BPMN 2.0.2 §13.3.5: after each activity inside the completion condition is asked. When it holds the sub-process is done: what still runs is ended, or
 * (cancelRemainingInstances false) finishes first. Answers whether the sub-process went, and the token with it.
 */
export async function adHocDone(run: Run, token: Token): Promise<boolean> {
  const { draft } = run
  const scope = draft.scopes.get(token.scope)!
  const outer = around(run, scope)
  if (!outer || outer.node.adHoc!.until === undefined || scope.index === CLOSING) return false
  const holds = await evaluate(run, scope.id, outer.node.adHoc!.until)
  if ('problem' in holds) {
    stopAt(run, token, nodeIn(run, token.scope, token.node), holds.problem, 'leave')
    return true
  }
  if (holds.value !== true) return false
  if (!outer.node.adHoc!.cancelRemaining) {
    draft.scopes.update(scope.id, { index: CLOSING })
    return false
  }
  draft.tokens.remove(token.id)
  clear(run, scope.id)
  await complete(run, outer.token, outer.node)
  return true
}

/** The condition has held: nothing more begins. */
const CLOSING = -1

/**
 * No token is left inside. In turn: the next activity begins. Without a completion condition all being done is the end; with one that does not hold the
 * sub-process waits for somebody to begin an activity again. Answers whether the scope stays.
 */
export function staysAdHoc(run: Run, scope: Scope): boolean {
  const outer = around(run, scope)
  if (!outer || scope.index === CLOSING) return false
  const { sequential, until } = outer.node.adHoc!
  const { starts } = containerOf(run, scope)!
  const begun = scope.index ?? starts.length
  if (sequential && begun < starts.length) {
    run.draft.scopes.update(scope.id, { index: begun + 1 })
    moving(run, scope.id, graphOf(run, scope.id).nodes[starts[begun]!]!)
    return true
  }
  return until !== undefined
}

/** A person begins an activity; one that is begun in turn waits for no other. The problem says why not. */
export function activate(run: Run, token: Token, element: string): Problem | undefined {
  const { draft } = run
  const node = nodeIn(run, token.scope, token.node)
  const scope = node.adHoc && draft.scopes.of(token.id).find(each => each.kind === 'sub-process')
  if (!scope) return { code: 'NOT_AD_HOC', at: element }
  const graph = graphOf(run, scope.id)
  const inside = containerOf(run, scope)!.nodes.map(index => graph.nodes[index]!.id)
  if (!inside.includes(element)) return { code: 'NO_SUCH_ACTIVITY', at: element, params: { choices: inside } }
  if (scope.index === CLOSING || (node.adHoc!.sequential && draft.tokens.count(scope.id) > 0))
    return { code: 'AD_HOC_BUSY', at: element }
  moving(run, scope.id, nodeOf(graph, element))
  return undefined
}
