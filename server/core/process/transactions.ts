import { problem } from '../problem.js'
import { compensate } from './compensate.js'
import type { Node } from './graph.js'
import { stopListening } from './listen.js'
import { occur } from './moves.js'
import { graphOf, nodeIn, note, type Run } from './run.js'
import { clear } from './scopes.js'
import type { Token } from './state.js'
import { stopAt } from './trouble.js'

/**
 * BPMN 2.0.2 §10.3.5, §13.5.2: a cancel end event ends all else in its transaction, compensates what is done inside, the latest first, and leaves by
 * the cancel boundary event.
 */
export async function cancelTransaction(run: Run, token: Token, node: Node): Promise<void> {
  stopListening(run, token.scope)
  clear(run, token.scope, token)
  note(run, 'completed', node.id, token)
  if (!(await compensate(run, token, token.scope))) await leaveCancelled(run, token)
}

/** All is compensated: the transaction is left by its cancel boundary event. */
export async function leaveCancelled(run: Run, token: Token): Promise<void> {
  const { draft } = run
  let outer = draft.tokens.get(draft.scopes.get(token.scope)!.token!)!
  // the boundary belongs to the loop, not to one of its children: with one of them the others end
  for (let at = draft.scopes.get(outer.scope)!; at.kind === 'iteration'; at = draft.scopes.get(outer.scope)!)
    outer = draft.tokens.get(at.token!)!
  const graph = graphOf(run, outer.scope)
  const node = nodeIn(run, outer.scope, outer.node)
  const boundary = node.attached
    .map(index => graph.nodes[index]!)
    .find(each => each.events.some(event => event.type === 'cancel'))
  if (boundary) return occur(run, outer, boundary)
  stopAt(run, token, nodeIn(run, token.scope, token.node), problem('CANCEL_NOT_CAUGHT', token.node), 'leave')
}
