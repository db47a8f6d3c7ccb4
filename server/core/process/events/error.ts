import type { EventKind } from './event.js'

/** BPMN 2.0.2 §10.5.5, §13.5.3: thrown at an end event, it ends what it is caught on; nobody catches it: a repair, never a silent end. */
export const error: EventKind<'error'> = {
  throw: (_run, _token, _node, { code }) => ({ type: 'throw', code: code ?? '' }),
}
