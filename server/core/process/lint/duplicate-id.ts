import { problem } from '../../problem.js'
import { everyFlow, everyNode, type Rule } from './rule.js'

/** Files are caught by the pre-scan already; this is for a diagram that is being drawn. */
export const duplicateId: Rule = context => {
  const seen = new Set<string>()
  const ids = [...everyNode(context).map(({ node }) => node.id), ...everyFlow(context).map(({ flow }) => flow.id)]
  const twice = ids.filter(id => id !== '' && seen.size === seen.add(id).size)
  return [...new Set(twice)].map(id => problem('DUPLICATE_ID', id, { id }))
}
