import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** A message event names its message, a thrown error its error. (An error boundary event without one catches every error.) */
export const eventReferences: Rule = ({ model, ...context }) =>
  everyNode({ model, ...context }).flatMap(({ node }) =>
    node.events.flatMap(event => {
      if (event.type === 'Message' && !model.messages.some(message => message.id === event.ref))
        return [problem('MESSAGE_MISSING', node.id, { name: node.name })]
      if (event.type === 'Error' && node.kind === 'error-end' && !model.errors.some(error => error.id === event.ref))
        return [problem('ERROR_MISSING', node.id, { name: node.name })]
      return []
    }),
  )
