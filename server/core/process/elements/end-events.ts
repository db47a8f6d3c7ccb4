import type { Element } from './element.js'

/** BPMN 2.0.2 §13.5.6: the token is consumed; the scope goes on until its last token is. */
export const noneEnd: Element = { enter: () => ({ type: 'end' }) }

/** BPMN 2.0.2 §13.5.6: all other activity of its own process or sub-process ends at once; the parent goes on. */
export const terminateEnd: Element = { enter: () => ({ type: 'terminate' }) }

/** BPMN 2.0.2 §10.5.3, §13.5.6: thrown to the boundary of the enclosing sub-processes, outwards. Uncaught → repair, never a silent end. */
export const errorEnd: Element = { enter: (_run, _token, node) => ({ type: 'throw', code: node.error ?? '' }) }
