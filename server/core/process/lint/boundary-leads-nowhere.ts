import { problem } from '../../problem.js'
import { everyNode, isBoundary, type Rule } from './rule.js'

export const boundaryLeadsNowhere: Rule = context =>
  everyNode(context)
    .filter(
      ({ node, place }) =>
        isBoundary(node) && place.outgoing(node.id).length === 0 && !node.events.some(event => event.type === 'Compensate'),
    )
    .map(({ node }) => problem('BOUNDARY_LEADS_NOWHERE', node.id, { name: node.name }))
