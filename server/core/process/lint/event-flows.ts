import { problem } from '../../problem.js'
import { everyNode, isBoundary, isEnd, isStart, type Rule } from './rule.js'

/** Nothing flows into a start or boundary event, nothing out of an end event (BPMN 2.0.2 §10.5.2–10.5.4). */
export const eventFlows: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    const flow = (flows: { id: string }[]) => ({ flow: flows[0]!.id, name: node.name })
    const [incoming, outgoing] = [place.incoming(node.id), place.outgoing(node.id)]
    if (isStart(node) && incoming.length > 0) return [problem('START_HAS_INCOMING', node.id, flow(incoming))]
    if (isEnd(node) && outgoing.length > 0) return [problem('END_HAS_OUTGOING', node.id, flow(outgoing))]
    if (isBoundary(node) && incoming.length > 0) return [problem('BOUNDARY_HAS_INCOMING', node.id, flow(incoming))]
    return []
  })
