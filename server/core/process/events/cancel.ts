import { cancelTransaction } from '../transactions.js'
import type { EventKind } from './event.js'

/** BPMN 2.0.2 §10.5.5, §13.5.2: thrown at an end event of a transaction, caught on its boundary. */
export const cancel: EventKind<'cancel'> = {
  async throw(run, token, node) {
    await cancelTransaction(run, token, node)
    return { type: 'gone' }
  },
}
