import { problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { listen } from '../listen.js'
import { graphOf } from '../run.js'
import { stop, wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §13.4.4. The token waits at the gateway for whichever of the following events comes first; the others are then called off. One
 * that starts instances is never entered: the event that came is where its instance begins (starts.ts).
 */
export const eventBasedGateway: Element = {
  async enter(run, token, node) {
    const graph = graphOf(run, token.scope)
    for (const index of new Set(node.outgoing.map(each => graph.flows[each]!.target))) {
      const target = graph.nodes[index]!
      const refused = canWait(target) ? await listen(run, token.id, token.scope, target) : problem('EVENT_EXPECTED', target.id)
      if (refused) return stop(refused)
    }
    return wait('event')
  },
}

const canWait = (node: Node): boolean => node.kind === 'catch' || node.kind === 'receive-task'
