import { problem } from '../../problem.js'
import { happen, persists } from '../moves.js'
import { older } from '../state/draft.js'
import type { Handler } from './index.js'

/** The one that has listened longest receives it; a message is consumed once. */
export const message: Handler<'message'> = async (run, command) => {
  const { draft, graph } = run
  const name = graph.messages.get(command.name) ?? command.name
  const listener = draft.subscriptions
    .all()
    .filter(each => each.type === 'message' && each.name === name && (each.key === '' || each.key === command.key))
    .sort(older)[0]
  if (!listener) return problem('MESSAGE_NOT_AWAITED', undefined, { name, key: command.key })
  // What does not interrupt goes on listening as long as its activity or scope lives.
  if (!persists(run, listener)) draft.subscriptions.remove(listener.id)
  await happen(run, listener, command.data)
  return undefined
}
