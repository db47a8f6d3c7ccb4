import { problem } from '../../problem.js'
import { everyNode, isActivity, isBoundary, type Rule } from './rule.js'

/** A boundary event sits on an activity of its own scope. */
export const boundaryHost: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    if (!isBoundary(node)) return []
    const host = node.attachedTo === undefined ? undefined : place.nodes.get(node.attachedTo)
    return host && isActivity(host) ? [] : [problem('BOUNDARY_NOT_ATTACHED', node.id, { name: node.name, host: node.attachedTo })]
  })
