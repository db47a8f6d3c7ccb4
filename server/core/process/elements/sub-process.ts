import { inputsOf } from '../mappings.js'
import { moving } from '../moves.js'
import type { Node } from '../graph.js'
import { graphOf, type Run } from '../run.js'
import { armHandlers, openScope } from '../scopes.js'
import type { Token } from '../state.js'
import { stop, wait, type Element, type Move } from './element.js'

/**
 * BPMN 2.0.2 §13.3.4: an embedded sub-process runs in a scope of its own while the token waits, and ends when no token is left inside.
 * Without a start event it begins at every element without incoming flow. It sees and changes the data of its parent, besides its own data objects.
 */
export const subProcess: Element = {
  async enter(run, token, node) {
    return beginInside(run, token, node, starts => ({ starts }))
  },
}

/** Opens the scope of a sub-process with its inputs. `how`: which of the places where it can begin get a token now, and what its scope keeps besides. */
export async function beginInside(
  run: Run,
  token: Token,
  node: Node,
  how: (starts: readonly number[]) => { starts: readonly number[]; index?: number },
): Promise<Move> {
  const given = await inputsOf(run, token, node)
  if ('problem' in given) return stop(given.problem)
  const graph = graphOf(run, token.scope)
  const { starts, ...kept } = how(graph.scopes[node.inner!]!.starts)
  const scope = { kind: 'sub-process' as const, parent: token.scope, element: node.id, token: token.id, ...kept }
  const opened = await openScope(run, scope, given.values)
  if ('problem' in opened) return stop(opened.problem)
  for (const start of starts) moving(run, opened.scope.id, graph.nodes[start]!)
  return starts.length === 0 ? { type: 'pass' } : wait('scope')
}

/** BPMN 2.0.2 §13.5.4: begun by its trigger, never by a flow. A token comes here only when a person retries triggers that could not be armed. */
export const eventSubProcess: Element = {
  async enter(run, token) {
    const refused = await armHandlers(run, run.draft.scopes.get(token.scope)!)
    return refused ? stop(refused) : { type: 'end' }
  },
}
