import type { EventKind } from './event.js'

/** BPMN 2.0.2 §10.5.3, §13.5.6: ends all activity of its own scope, without compensation. */
export const terminate: EventKind<'terminate'> = { throw: () => ({ type: 'terminate' }) }
