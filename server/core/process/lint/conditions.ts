import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

const IGNORING = ['bpmn:ParallelGateway', 'bpmn:EventBasedGateway']

/** The standard ignores conditions behind parallel and event-based gateways (BPMN 2.0.2 §13.4.1). */
export const ignoredConditions: Rule = context =>
  everyNode(context).flatMap(({ node, place }) =>
    place
      .outgoing(node.id)
      .filter(flow => IGNORING.includes(node.type) && (flow.when ?? flow.foreign) !== undefined)
      .map(flow => problem('CONDITION_IGNORED', flow.id, { name: node.name, gateway: node.id })),
  )

/** A flow without condition behind a deciding gateway is always taken, so later ones never are. */
export const missingConditions: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    const flows = place.outgoing(node.id)
    if (node.type !== 'bpmn:ExclusiveGateway' || flows.length < 2) return []
    return flows
      .filter(flow => flow.id !== node.default && (flow.when ?? flow.foreign) === undefined)
      .map(flow => problem('CONDITION_MISSING', flow.id, { name: node.name, gateway: node.id }))
  })

/** Conditions that may all fail, and no default: then the instance stops with a repair. */
export const missingDefault: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    const flows = place.outgoing(node.id)
    const deciding = node.type === 'bpmn:ExclusiveGateway' || node.type === 'bpmn:InclusiveGateway'
    if (!context.known || !deciding || flows.length < 2 || node.default !== undefined) return []
    return flows.every(flow => (flow.when ?? flow.foreign) !== undefined)
      ? [problem('DEFAULT_MISSING', node.id, { name: node.name })]
      : []
  })
