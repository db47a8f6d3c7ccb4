import { problem } from '../../problem.js'
import { startTimer } from './timer-catch.js'
import { subscribe } from './message-events.js'
import { stop, wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §13.4.4. The token waits at the gateway for whichever of the following events comes first; the others are then called off.
 * Targets: timer and message catch events, receive tasks. Not done: instantiating gateways, the parallel type (instantiate only).
 */
export const eventBasedGateway: Element = {
  async enter(run, token, node) {
    const targets = new Set(node.outgoing.map(index => run.graph.flows[index]!.target))
    for (const index of targets) {
      const target = run.graph.nodes[index]!
      const refused =
        target.kind === 'timer-catch'
          ? await startTimer(run, token, target)
          : target.kind === 'message-catch' || target.kind === 'receive-task'
            ? await subscribe(run, token, target)
            : problem('EVENT_EXPECTED', target.id)
      if (refused) return stop(refused)
    }
    return wait('event')
  },
}
