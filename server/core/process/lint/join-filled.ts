import { problem } from '../../problem.js'
import { beginnings, reachedFrom } from './unreachable.js'
import { everyNode, type Rule } from './rule.js'

/** A parallel join waits for every incoming flow; one that can only be reached through the join itself never brings a token. */
export const joinFilled: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    const flows = place.incoming(node.id)
    if (node.type !== 'bpmn:ParallelGateway' || flows.length < 2) return []
    const before = reachedFrom(place, beginnings(place), node.id)
    const never = flows.filter(flow => flow.source !== undefined && !before.has(flow.source))
    return never.map(flow => problem('JOIN_NEVER_COMPLETE', node.id, { name: node.name, flow: flow.id }))
  })
