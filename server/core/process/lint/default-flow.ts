import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** The default flow is one of the element's own outgoing flows. */
export const defaultFlow: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    if (node.default === undefined || place.outgoing(node.id).some(flow => flow.id === node.default)) return []
    return [problem('DEFAULT_NOT_OWN', node.id, { name: node.name, flow: node.default })]
  })
