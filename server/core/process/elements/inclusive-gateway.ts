import { release } from '../cancel.js'
import { conditionalFlows } from '../flows.js'
import { has, type Node } from '../graph.js'
import { graphOf, type Run } from '../run.js'
import type { Token } from '../state.js'
import { stop, wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §13.4.3, exactly. Join: with E the incoming flows without and N those with a token, it is complete when N is not empty and no
 * other token of the scope sits where a flow of E can be reached from without passing this gateway, unless a flow of N can be too. It
 * consumes one token per filled flow. Split: every flow without condition and every one whose condition is true, else the default.
 */
export const inclusiveGateway: Element = {
  async enter(run, token, node) {
    if (node.incoming.length > 1) {
      if (!complete(run, token.scope, node)) return wait('join')
      for (const other of firstPerFlow(run, token.scope, node).values())
        if (other.id !== token.id && other.arrivedBy !== token.arrivedBy) consume(run, other)
    }
    if (node.outgoing.length === 0) return { type: 'end' }
    const chosen = await conditionalFlows(run, token, node)
    if ('problem' in chosen) return stop(chosen.problem)
    return { type: 'take', flows: chosen.flows, ...(chosen.tried.length ? { detail: { tried: chosen.tried } } : {}) }
  },
}

const consume = (run: Run, token: Token): void => {
  release(run, token)
  run.draft.tokens.remove(token.id)
}

/** The first token on each incoming flow, by flow id. Tokens on their way into the gateway count as arrived. */
export function firstPerFlow(run: Run, scope: string, node: Node): Map<string, Token> {
  const first = new Map<string, Token>()
  for (const token of run.draft.tokens.of(scope))
    if (token.node === node.id && token.arrivedBy !== undefined && !first.has(token.arrivedBy)) first.set(token.arrivedBy, token)
  return first
}

/** May the inclusive join fire now? Asked on arrival, and again after every move or death of a token in its scope. */
export function complete(run: Run, scope: string, node: Node): boolean {
  const graph = graphOf(run, scope)
  const filled = firstPerFlow(run, scope, node)
  if (filled.size === 0) return false
  const flows = node.incoming.map(index => graph.flows[index]!)
  const empty = flows.filter(flow => !filled.has(flow.id)).map(flow => graph.back(flow.index))
  const full = flows.filter(flow => filled.has(flow.id)).map(flow => graph.back(flow.index))
  return !run.draft.tokens.of(scope).some(token => {
    if (token.node === node.id) return false
    const at = graph.nodeAt.get(token.node)!
    return empty.some(bits => has(bits, at)) && !full.some(bits => has(bits, at))
  })
}
