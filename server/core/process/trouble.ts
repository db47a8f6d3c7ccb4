import type { Problem } from '../problem.js'
import { nodeOf, type Node } from './graph.js'
import { note, type Run } from './run.js'
import type { Repair, Token } from './state.js'

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

/**
 * Who catches an error (BPMN 2.0.2 §13.5.3): an error boundary event of the token's own activity, then of the sub-processes around it,
 * outwards. On one activity the event with this code goes before the one that takes every error.
 */
export function catcherOf(run: Run, token: Token, code: string): { host: Token; boundary: Node } | undefined {
  const { draft, graph } = run
  for (let host: Token | undefined = token; host;) {
    const errors = nodeOf(graph, host.node)
      .attached.map(index => graph.nodes[index]!)
      .filter(node => node.kind === 'error-boundary')
    const boundary = errors.find(node => node.error === code) ?? errors.find(node => node.error === undefined)
    if (boundary) return { host, boundary }
    const outer: string | undefined = draft.scopes.get(host.scope)?.token
    host = outer === undefined ? undefined : draft.tokens.get(outer)
  }
  return undefined
}
