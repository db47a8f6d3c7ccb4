import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** A condition on the default flow is never asked. */
export const defaultCondition: Rule = context =>
  everyNode(context).flatMap(({ node, place }) =>
    place
      .outgoing(node.id)
      .filter(flow => flow.id === node.default && (flow.when ?? flow.foreign) !== undefined)
      .map(flow => problem('DEFAULT_WITH_CONDITION', flow.id, { name: node.name })),
  )
