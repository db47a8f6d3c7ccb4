import { problem } from '../../problem.js'
import { receive } from '../elements/message-events.js'
import { nodeOf } from '../graph.js'
import { occur } from '../moves.js'
import { older } from '../state/draft.js'
import type { Handler } from './index.js'

/** The one that has listened longest receives it; a message is consumed once. */
export const message: Handler<'message'> = async (run, command) => {
  const { draft, graph } = run
  const name = graph.messages.get(command.name) ?? command.name
  const listener = draft.subscriptions
    .all()
    .filter(each => each.name === name && (each.key === '' || each.key === command.key))
    .sort(older)[0]
  if (!listener) return problem('MESSAGE_NOT_AWAITED', undefined, { name, key: command.key })
  const event = nodeOf(graph, listener.element)
  // A non-interrupting boundary event goes on listening as long as its activity runs.
  if (event.interrupting !== false) draft.subscriptions.remove(listener.id)
  receive(run, listener.scope, command.data)
  await occur(run, draft.tokens.get(listener.token)!, event)
  return undefined
}
