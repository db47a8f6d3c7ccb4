import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** Messages, errors, signals and escalations that are declared and used by nobody. */
export const unusedRoots: Rule = context => {
  const used = new Set(everyNode(context).flatMap(({ node }) => node.events.map(event => event.ref)))
  const { messages, errors, signals, escalations } = context.model
  return [...messages, ...errors, ...signals, ...escalations]
    .filter(root => !used.has(root.id))
    .map(root => problem('DECLARED_NOT_USED', root.id, { name: root.name }))
}
