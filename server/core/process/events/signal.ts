import { allValues, emit } from '../run.js'
import { rowOf, type EventKind } from './event.js'

/** BPMN 2.0.2 §10.5.5: a signal reaches all who listen for its name, in every instance, the thrower's own included, after this command. */
export const signal: EventKind<'signal'> = {
  listen(run, listener, { name }) {
    run.draft.subscriptions.insert({ ...rowOf(run, listener), type: 'signal', name, key: '' })
    return undefined
  },
  async throw(run, token, node, { name }) {
    emit(run, node.id, { kind: 'throw-signal', name, data: { ...(await allValues(run, token.id)) } })
    return undefined
  },
}
