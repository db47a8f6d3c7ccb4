import { pass, type Element } from './element.js'

/** BPMN 2.0.2 §13.3.3: an abstract or manual task completes when entered, nobody is asked. Manual tasks are not put into an inbox. */
export const passing: Element = { enter: () => pass }
