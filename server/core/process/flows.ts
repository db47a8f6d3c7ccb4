import { problem, type Problem } from '../problem.js'
import type { Flow, Node } from './graph.js'
import { evaluate, graphOf, type Run } from './run.js'
import type { Token } from './state.js'

/** One condition that was evaluated, for the trail and for the repair. */
export type Tried = { flow: string; name: string; when: string; result: string }

/** Is this flow taken, as seen at a token? Exactly `true` counts; anything else, also nothing, does not. */
export async function tryFlow(
  run: Run,
  at: string,
  flow: Flow,
): Promise<{ taken: boolean; tried: Tried } | { problem: Problem }> {
  const { id, name, when, foreign } = flow
  if (foreign !== undefined) return { problem: problem('FOREIGN_NOT_TRANSLATED', id, { text: foreign }) }
  if (when === undefined) return { taken: true, tried: { flow: id, name, when: '', result: 'true' } }
  const result = await evaluate(run, at, when)
  if ('problem' in result) return { problem: { ...result.problem, at: id } }
  return { taken: result.value === true, tried: { flow: id, name, when, result: short(result.value) } }
}

/**
 * The flows by which an element leaves that is no gateway, or an inclusive one (BPMN 2.0.2 §13.3.1, §13.4.3): all without condition and
 * all whose condition holds; the default flow only where no condition held.
 */
export async function conditionalFlows(
  run: Run,
  token: Token,
  node: Node,
): Promise<{ flows: number[]; tried: Tried[] } | { problem: Problem }> {
  const flows: number[] = []
  const tried: Tried[] = []
  for (const index of node.outgoing) {
    if (index === node.default) continue
    const flow = graphOf(run, token.scope).flows[index]!
    if (flow.when === undefined && flow.foreign === undefined) {
      flows.push(index)
      continue
    }
    const result = await tryFlow(run, token.id, flow)
    if ('problem' in result) return result
    tried.push(result.tried)
    if (result.taken) flows.push(index)
  }
  if (flows.length > 0) return { flows, tried }
  if (node.default !== undefined) return { flows: [node.default], tried }
  return { problem: problem('NO_FLOW_TAKEN', node.id, { tried }) }
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
