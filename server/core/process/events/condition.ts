import { problem } from '../../problem.js'
import { rowOf, type EventKind } from './event.js'

/** BPMN 2.0.2 §10.5.5: happens when its condition becomes true; looked at when it begins to listen and after each change of data (conditions.ts). */
export const condition: EventKind<'condition'> = {
  listen(run, listener, { foreign }) {
    if (foreign !== undefined) return problem('FOREIGN_NOT_TRANSLATED', listener.node.id, { text: foreign })
    run.draft.subscriptions.insert({ ...rowOf(run, listener), type: 'condition', name: '', key: '' })
    run.conditionsAt = -1
    return undefined
  },
}
