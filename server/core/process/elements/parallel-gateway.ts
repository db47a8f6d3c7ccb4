import { release } from '../cancel.js'
import type { Run } from '../run.js'
import type { Token } from '../state.js'
import type { Node } from '../graph.js'
import { wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §13.4.1. Consumes exactly one token per incoming flow and puts one on every outgoing flow; surplus tokens wait for the
 * next round. Conditions on its flows are ignored, as the standard says (lint warns).
 */
export const parallelGateway: Element = {
  enter(run, token, node) {
    if (!consumeOnePerFlow(run, token, node)) return wait('join')
    return node.outgoing.length === 0 ? { type: 'end' } : { type: 'take', flows: node.outgoing }
  },
}

/** True when the join is complete; then the arriving token stands for all that were consumed with it. */
function consumeOnePerFlow(run: Run, token: Token, node: Node): boolean {
  if (node.incoming.length < 2) return true
  const { tokens } = run.draft
  const first = new Map<string, Token>()
  if (token.arrivedBy !== undefined) first.set(token.arrivedBy, token)
  for (const other of tokens.of(token.scope))
    if (other.node === node.id && here(other) && other.arrivedBy !== undefined && !first.has(other.arrivedBy))
      first.set(other.arrivedBy, other)
  if (first.size < node.incoming.length) return false
  for (const other of first.values()) {
    if (other.id === token.id) continue
    release(run, other)
    tokens.remove(other.id)
  }
  return true
}

/** A join that was found stuck has its repair on one of the waiting tokens; the missing one may still be moved there by a person. */
const here = (token: Token): boolean => token.waits === 'join' || token.waits === 'repair'
