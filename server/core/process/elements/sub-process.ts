import { inputsOf } from '../mappings.js'
import { moving } from '../moves.js'
import { containerOf, graphOf } from '../run.js'
import { armHandlers, openScope } from '../scopes.js'
import { stop, wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §13.3.4: an embedded sub-process runs in a scope of its own while the token waits, and ends when no token is left inside.
 * Without a start event it begins at every element without incoming flow. It sees and changes the data of its parent, besides its own data objects.
 */
export const subProcess: Element = {
  async enter(run, token, node) {
    const given = await inputsOf(run, token, node)
    if ('problem' in given) return stop(given.problem)
    const scope = { kind: 'sub-process' as const, parent: token.scope, element: node.id, token: token.id }
    const opened = await openScope(run, scope, given.values)
    if ('problem' in opened) return stop(opened.problem)
    const inner = containerOf(run, opened.scope)!
    if (inner.starts.length === 0) return { type: 'pass' }
    const graph = graphOf(run, token.scope)
    for (const start of inner.starts) moving(run, opened.scope.id, graph.nodes[start]!)
    return wait('scope')
  },
}

/** BPMN 2.0.2 §13.5.4: begun by its trigger, never by a flow. A token comes here only when a person retries triggers that could not be armed. */
export const eventSubProcess: Element = {
  async enter(run, token) {
    const refused = await armHandlers(run, run.draft.scopes.get(token.scope)!)
    return refused ? stop(refused) : { type: 'end' }
  },
}
