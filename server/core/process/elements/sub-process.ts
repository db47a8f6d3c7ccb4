import { moving } from '../moves.js'
import { wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §13.3.4: an embedded sub-process runs in a scope of its own while the token waits, and ends when no token is left inside.
 * Without a start event it begins at every element without incoming flow. It sees and changes the data of its parent.
 * Not done: event sub-process, transaction, ad-hoc, multi-instance and loop markers.
 */
export const subProcess: Element = {
  enter(run, token, node) {
    const { draft, graph, command } = run
    const inner = graph.scopes[node.inner!]!
    if (inner.starts.length === 0) return { type: 'pass' }
    const scope = draft.scopes.insert({
      id: draft.nextId(),
      parent: token.scope,
      element: node.id,
      token: token.id,
      startedAt: command.at,
      rounds: {},
    })
    for (const start of inner.starts) moving(run, scope.id, graph.nodes[start]!)
    return wait('scope')
  },
}
