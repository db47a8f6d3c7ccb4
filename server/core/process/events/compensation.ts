import type { EventKind } from './event.js'

/** BPMN 2.0.2 §10.5.5, §13.5.5. */
export const compensation: EventKind<'compensation'> = {}
