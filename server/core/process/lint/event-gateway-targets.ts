import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** Only what can wait may follow an event-based gateway (BPMN 2.0.2 §10.6.6). */
export const eventGatewayTargets: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    if (node.type !== 'bpmn:EventBasedGateway') return []
    const flows = place.outgoing(node.id)
    if (flows.length === 0) return [problem('EVENT_EXPECTED', node.id, { name: node.name })]
    return flows.flatMap(flow => {
      const target = flow.target === undefined ? undefined : place.nodes.get(flow.target)
      const waits = target?.type === 'bpmn:IntermediateCatchEvent' || target?.type === 'bpmn:ReceiveTask'
      return !target || waits
        ? []
        : [problem('EVENT_EXPECTED', target.id, { gateway: node.id, name: target.name, type: target.type })]
    })
  })
