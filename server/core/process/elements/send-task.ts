import type { Element } from './element.js'
import { throwing } from './event.js'
import { serviceTask } from './service-task.js'

/**
 * BPMN 2.0.2 §10.3.4.1, §13.3.3: sends and goes on, it never waits for an answer. With a formloom:action, a notice to people say, that is
 * what it sends; otherwise its message.
 */
export const sendTask: Element = {
  enter: (run, token, node) => (node.settings.action ? serviceTask : throwing).enter(run, token, node),
}
