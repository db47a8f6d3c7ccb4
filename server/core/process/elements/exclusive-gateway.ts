import { problem } from '../../problem.js'
import { tryFlow, type Tried } from '../flows.js'
import { graphOf } from '../run.js'
import { stop, type Element, type Move } from './element.js'

/**
 * BPMN 2.0.2 §13.4.2. The first flow in document order whose condition is exactly true is taken (a flow without condition is always true),
 * else the default flow, else the repair NO_FLOW_TAKEN with all that was tried. As a merge it lets every token through.
 */
export const exclusiveGateway: Element = {
  async enter(run, token, node): Promise<Move> {
    if (node.outgoing.length === 0) return { type: 'end' }
    const tried: Tried[] = []
    for (const index of node.outgoing) {
      if (index === node.default) continue
      const flow = graphOf(run, token.scope).flows[index]!
      const result = await tryFlow(run, token.id, flow)
      if ('problem' in result) return stop(result.problem)
      if (flow.when !== undefined || flow.foreign !== undefined) tried.push(result.tried)
      if (result.taken)
        return tried.length ? { type: 'take', flows: [index], detail: { tried } } : { type: 'take', flows: [index] }
    }
    if (node.default !== undefined) return { type: 'take', flows: [node.default], detail: { tried, default: true } }
    return stop(problem('NO_FLOW_TAKEN', node.id, { tried }))
  },
}
