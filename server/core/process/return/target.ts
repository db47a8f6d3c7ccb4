import { problem, type Problem } from '../../problem.js'
import { nodeOf, type Graph, type Node } from '../graph.js'
import { containerOf, graphOf, type Looking } from '../run.js'
import type { Scope, Token } from '../state.js'

/** Where a return leads, seen from a token. */
export interface Target {
  /** The innermost scope around the token that holds the element. */
  scope: Scope
  /** The token of that scope in which the returning one lives: itself, or the one that waits for the scopes around it. */
  lifted: Token
  /** From the scope inwards: sub-processes that are to be opened, and at last the element itself. */
  path: Node[]
}

/**
 * Finds an element in the scopes around a token, innermost first, also inside a sub-process that has ended or never begun. Problems: RETURN_OUT_OF_REACH
 * (no scope around the token holds it), RETURN_INTO_LOOP (inside an activity that repeats: which of its children?), RETURN_NOT_A_STEP (no token ever
 * waits to enter it by the flow: a boundary event, an event sub-process, a compensation handler).
 */
export function targetFrom(look: Looking, token: Token, to: string): Target | Problem {
  const { draft } = look
  for (let at: Token | undefined = token; at;) {
    const scope: Scope = draft.scopes.get(at.scope)!
    const path = pathTo(look, scope, to)
    if (path) return notAPlace(path) ?? { scope, lifted: at, path }
    at = scope.token === undefined ? undefined : draft.tokens.get(scope.token)
  }
  return problem('RETURN_OUT_OF_REACH', to)
}

/** The sub-processes from a scope down to the element, and the element; undefined where the scope does not hold it. */
export function pathTo(look: Looking, scope: Scope, to: string): Node[] | undefined {
  const graph = graphOf(look, scope.id)
  const container = containerOf(look, scope)
  const index = graph.nodeAt.get(to)
  return container && index !== undefined ? pathIn(graph, container.index, graph.nodes[index]!) : undefined
}

/** The same by the drawing alone. */
export function pathIn(graph: Graph, container: number, node: Node): Node[] | undefined {
  const path = [node]
  for (let at = node; at.scope !== container;) {
    const around = graph.scopes[at.scope]!
    if (around.parent === undefined) return undefined
    at = nodeOf(graph, around.id)
    path.unshift(at)
  }
  return path
}

/** Why no token can be put there; undefined: it can. */
export function notAPlace(path: readonly Node[]): Problem | undefined {
  const to = path.at(-1)!
  const outer = path.slice(0, -1)
  const loop = outer.find(node => node.loop !== undefined)
  if (loop) return problem('RETURN_INTO_LOOP', to.id, { loop: loop.id })
  const strange = to.kind === 'boundary' || to.kind === 'event-sub-process' || to.forCompensation === true
  const inside = outer.every(node => node.kind === 'sub-process' && node.forCompensation === undefined)
  return strange || !inside ? problem('RETURN_NOT_A_STEP', to.id, { type: to.type }) : undefined
}
