import { actions } from '../actions/index.js'
import { pass, type Element } from './element.js'

/**
 * BPMN 2.0.2 §10.3.4.1, §13.3.3. What it does is its formloom:action (actions/, one file each): record changes and notices never wait; a
 * webhook waits for the outbox's answer, and its failure with an error code goes to an error boundary event. Without an action it passes
 * (publish refuses that). Operations and interfaces of the standard are not called.
 */
export const serviceTask: Element = {
  enter(run, token, node) {
    const { action } = node.settings
    return action ? actions[action.type](run, token, node, action as never) : pass
  },
}
