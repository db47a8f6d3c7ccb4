import { pass, type Element } from './element.js'

/**
 * BPMN 2.0.2 §13.3.3 (abstract and manual task: completes when entered, nobody is asked), §13.5.1 (start events) and §10.5.4 (none
 * throw event: marks a state). A start event's trigger was met before the token existed. Manual tasks are not put into an inbox.
 */
export const passing: Element = { enter: () => pass }
