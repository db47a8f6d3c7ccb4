import { problem } from '../../problem.js'
import { everyFlow, type Rule } from './rule.js'

/** A sequence flow joins two elements of the same process or sub-process (BPMN 2.0.2 §8.4.13, §10.3.5). */
export const flowEnds: Rule = context =>
  everyFlow(context).flatMap(({ flow, place }) => {
    const missing = (['source', 'target'] as const).filter(end => !flow[end])
    if (missing.length > 0) return [problem('FLOW_DANGLING', flow.id, { missing: missing.join(', ') })]
    const strange = [flow.source!, flow.target!].find(id => !place.nodes.has(id))
    if (strange === undefined) return []
    const elsewhere = context.places.some(other => other.nodes.has(strange))
    return [problem(elsewhere ? 'FLOW_CROSSES_SCOPE' : 'FLOW_DANGLING', flow.id, { element: strange })]
  })
