import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** A receive or send task without a message (a send task: nor an action) and without a message flow can be met by its id only; other tools allow it, so a bare file is warned. */
export const receiveWithoutMessage: Rule = context => {
  const linked = new Set(context.model.messageFlows.flatMap(({ source, target }) => [source, target]))
  return everyNode(context)
    .filter(({ node }) => ['receive-task', 'send-task'].includes(node.kind ?? '') && !linked.has(node.id))
    .filter(({ node }) => node.events.length === 0 && !node.settings.action)
    .map(({ node }) => problem('TASK_WITHOUT_MESSAGE', node.id, { name: node.name }))
}
