import type { Problem } from '../problem.js'
import type { EventSpec, Graph, Node } from './graph.js'
import { containerOf, graphOf, nodeIn, note, type Run } from './run.js'
import type { Repair, Scope, Token } from './state.js'

/** The token stops where it is, visibly, until a person retries or skips. `at` of the problem defaults to the element. */
export function stopAt(run: Run, token: Token, node: Node, problem: Problem, stage: Repair['stage'], attempts?: number): void {
  const { draft, command } = run
  const known = { at: node.id, ...problem }
  draft.tokens.update(token.id, { waits: 'repair', since: command.at })
  draft.repairs.insert({
    id: draft.nextId(),
    scope: token.scope,
    token: token.id,
    element: node.id,
    problem: known,
    at: command.at,
    stage,
    ...(attempts === undefined ? {} : { attempts }),
  })
  note(run, 'repair', node.id, token, { code: known.code })
}

/** Who catches: a boundary event on a token's activity, or the start of an event sub-process of a scope. */
export type Caught = { host: Token; boundary: Node } | { scope: string; start: Node }

/**
 * BPMN 2.0.2 §13.5.3: an error or escalation goes outwards from the token that threw it: a boundary event of its own activity, then an event
 * sub-process of its scope, then the boundary of the activity that the scope runs for, and so on, across called processes as well. On one level the
 * event with this code goes before the one that takes every code. An event sub-process does not catch what it throws itself.
 */
export function catcherOf(run: Run, token: Token, type: 'error' | 'escalation', code: string): Caught | undefined {
  const { draft } = run
  for (let at: Token | undefined = token; at;) {
    const scope: Scope = draft.scopes.get(at.scope)!
    const node = nodeIn(run, at.scope, at.node)
    const graph = graphOf(run, at.scope)
    if (scope.kind !== 'iteration') {
      const boundary = matching(
        node.attached.map(index => graph.nodes[index]!),
        type,
        code,
      )
      if (boundary) return { host: at, boundary }
    }
    const start = node.kind === 'event-sub-process' ? undefined : matching(handlersOf(run, scope, graph), type, code)
    if (start) return { scope: scope.id, start }
    at = scope.token === undefined ? undefined : draft.tokens.get(scope.token)
  }
  return undefined
}

function handlersOf(run: Run, scope: Scope, graph: Graph): Node[] {
  const handlers = containerOf(run, scope)?.handlers ?? []
  return handlers
    .flatMap(index => graph.scopes[graph.nodes[index]!.inner!]!.nodes)
    .map(index => graph.nodes[index]!)
    .filter(node => node.kind === 'start')
}

function matching(nodes: readonly Node[], type: 'error' | 'escalation', code: string): Node | undefined {
  const takes = (node: Node, wanted: string | undefined) =>
    node.events.some((event: EventSpec) => event.type === type && event.code === wanted)
  return nodes.find(node => takes(node, code)) ?? nodes.find(node => takes(node, undefined))
}
