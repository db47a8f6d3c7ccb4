import { release } from '../cancel.js'
import { conditionalFlows, type Tried } from '../flows.js'
import { has, type Node } from '../graph.js'
import { evaluate, graphOf, type Run } from '../run.js'
import type { Token } from '../state.js'
import { stop, wait, type Element, type Move } from './element.js'
import { firstPerFlow } from './inclusive-gateway.js'

/**
 * BPMN 2.0.2 §13.4.5. Waiting for start: at each arrival the activation condition is asked (it sees `activationCount`, the number of incoming flows with
 * a token, and all data); when it is true one token per filled flow is consumed, and the flows out whose condition holds are taken. Then it waits for
 * the rest: one token from every other flow that can still bring one, is consumed and the gateway is as new. At that reset only flows whose condition
 * names `waitingForStart` (false then) are taken; a flow without condition is taken once, at the start. With one flow in it only splits.
 */
export const complexGateway: Element = {
  async enter(run, token, node) {
    const split = node.incoming.length < 2
    const fired = split ? undefined : firedAt(run, token.scope, node)
    if (fired && !canReset(run, token.scope, node)) return wait('join')
    if (fired) return reset(run, token, node)
    const filled = firstPerFlow(run, token.scope, node)
    show(run, token, { activationCount: filled.size, waitingForStart: true })
    if (!split) {
      const active = await evaluate(run, token.id, node.activation ?? `activationCount = ${node.incoming.length}`)
      if ('problem' in active) return stop({ ...active.problem, at: node.id })
      if (active.value !== true) {
        run.draft.variables.drop(token.id)
        return wait('join')
      }
      consume(run, token, filled)
      setFired(run, token.scope, node, [...filled.keys()])
    }
    return leaving(run, token, node)
  },
}

async function leaving(run: Run, token: Token, node: Node): Promise<Move> {
  if (node.outgoing.length === 0) return over(run, token)
  const chosen = await conditionalFlows(run, token, node)
  if ('problem' in chosen) return stop(chosen.problem)
  return { type: 'take', flows: chosen.flows, ...tried(chosen.tried) }
}

/** The rest is in: it is consumed, and the gateway may begin anew. */
async function reset(run: Run, token: Token, node: Node): Promise<Move> {
  const fired = firedAt(run, token.scope, node)!
  const rest = new Map([...firstPerFlow(run, token.scope, node)].filter(([flow]) => !fired.includes(flow)))
  setFired(run, token.scope, node, undefined)
  // a token of a flow that fired already is the first of the next round
  if (!rest.has(token.arrivedBy!)) {
    for (const other of rest.values()) drop(run, other)
    return complexGateway.enter(run, token, node)
  }
  consume(run, token, rest)
  show(run, token, { activationCount: rest.size, waitingForStart: false })
  const { flows } = graphOf(run, token.scope)
  const asked = node.outgoing.filter(index => flows[index]!.when?.includes('waitingForStart'))
  const chosen = await conditionalFlows(run, token, { ...node, outgoing: asked })
  if ('problem' in chosen) return chosen.problem.code === 'NO_FLOW_TAKEN' ? over(run, token) : stop(chosen.problem)
  return chosen.flows.length === 0 ? over(run, token) : { type: 'take', flows: chosen.flows, ...tried(chosen.tried) }
}

/** Every flow that has not brought a token yet either has one now, or none can come by it any more. */
export function canReset(run: Run, scope: string, node: Node): boolean {
  const fired = firedAt(run, scope, node)
  if (!fired) return false
  const graph = graphOf(run, scope)
  const filled = firstPerFlow(run, scope, node)
  const empty = node.incoming.map(index => graph.flows[index]!).filter(flow => !fired.includes(flow.id) && !filled.has(flow.id))
  return !run.draft.tokens.of(scope).some(token => {
    if (token.node === node.id) return false
    const at = graph.nodeAt.get(token.node)!
    return empty.some(flow => has(graph.back(flow.index), at))
  })
}

const tried = (conditions: Tried[]) => (conditions.length > 0 ? { detail: { tried: conditions } } : {})

const firedAt = (run: Run, scope: string, node: Node): string[] | undefined => run.draft.scopes.get(scope)!.gates?.[node.id]

function setFired(run: Run, scope: string, node: Node, flows: string[] | undefined): void {
  const { [node.id]: _before, ...others } = run.draft.scopes.get(scope)!.gates ?? {}
  const complete = flows === undefined || flows.length === node.incoming.length
  const gates = complete ? others : { ...others, [node.id]: flows }
  run.draft.scopes.update(scope, { gates: Object.keys(gates).length > 0 ? gates : undefined })
}

function show(run: Run, token: Token, values: Record<string, number | boolean>): void {
  for (const [name, value] of Object.entries(values)) run.draft.variables.setLocal(token.id, name, value)
}

/** What the gateway showed to its conditions goes with the token. */
function over(run: Run, token: Token): Move {
  run.draft.variables.drop(token.id)
  return { type: 'end' }
}

function consume(run: Run, token: Token, filled: Map<string, Token>): void {
  for (const [flow, other] of filled) if (other.id !== token.id && flow !== token.arrivedBy) drop(run, other)
}

function drop(run: Run, token: Token): void {
  release(run, token)
  run.draft.tokens.remove(token.id)
}
