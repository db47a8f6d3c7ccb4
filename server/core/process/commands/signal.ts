import { problem } from '../../problem.js'
import { happen, persists } from '../moves.js'
import { older } from '../state/draft.js'
import type { Handler } from './index.js'

/** A signal reaches all who listen for it at that time (BPMN 2.0.2 §10.5.5), those that interrupt nothing first, so that all get it, then the oldest; those
 * that only then begin to listen do not. */
export const signal: Handler<'signal'> = async (run, command) => {
  const { draft, graph } = run
  const name = graph.signals.get(command.name) ?? command.name
  const wanted = command.subscriptions && new Set(command.subscriptions)
  const listeners = draft.subscriptions
    .all()
    .filter(each => each.type === 'signal' && each.name === name && (wanted?.has(each.id) ?? true))
    .sort((a, b) => Number(persists(run, b)) - Number(persists(run, a)) || older(a, b))
  if (listeners.length === 0) return problem('SIGNAL_NOT_AWAITED', undefined, { name })
  for (const listener of listeners) {
    // what another listener interrupted meanwhile listens no more
    if (!draft.subscriptions.get(listener.id)) continue
    if (!persists(run, listener)) draft.subscriptions.remove(listener.id)
    await happen(run, listener, command.data)
  }
  return undefined
}
