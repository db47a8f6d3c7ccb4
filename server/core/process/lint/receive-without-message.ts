import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** A receive or send task without a message (a send task: nor an action) can be met by its id only; other tools allow it, so a bare file is warned. */
export const receiveWithoutMessage: Rule = context =>
  everyNode(context)
    .filter(
      ({ node }) => ['receive-task', 'send-task'].includes(node.kind ?? '') && node.events.length === 0 && !node.settings.action,
    )
    .map(({ node }) => problem('TASK_WITHOUT_MESSAGE', node.id, { name: node.name }))
