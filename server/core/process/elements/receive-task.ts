import type { Element } from './element.js'
import { catching } from './event.js'

/** BPMN 2.0.2 §10.3.4.1, §13.3.3: waits for its message; without one declared it can be met by its own id. */
export const receiveTask: Element = { enter: catching.enter }
