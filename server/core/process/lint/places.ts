import { problem, type Problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import { everyNode, isEnd, isStart, type Place, type Rule } from './rule.js'

/** Elements that may stand only in certain places, or only without flows. */
export const places: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => [
    ...cancelOutside(node, place),
    ...flowsAt(node, place, node.kind === 'event-sub-process', 'EVENT_SUB_PROCESS_FLOWS'),
    ...(node.instantiate && place.incoming(node.id).length > 0
      ? [problem('INSTANTIATE_HAS_INCOMING', node.id, { name: node.name })]
      : []),
    ...(node.adHoc ? eventsIn(node) : []),
    ...goesOnBeside(node, place),
  ])

/** BPMN 2.0.2 §10.5.4: an error has ended what threw it, a cancelled transaction is over. */
function goesOnBeside(node: ElementModel, { container }: Place): Problem[] {
  const listens = node.kind === 'boundary' || (node.kind === 'start' && container.triggered === true)
  const ends = node.events.some(event => event.type === 'Error' || event.type === 'Cancel')
  return listens && ends && !node.interrupting ? [problem('ALWAYS_INTERRUPTS', node.id, { name: node.name })] : []
}

/** BPMN 2.0.2 §10.5.5: only a transaction is cancelled. */
function cancelOutside(node: ElementModel, place: Place): Problem[] {
  if (!node.events.some(event => event.type === 'Cancel')) return []
  const at = node.kind === 'boundary' ? place.nodes.get(node.attachedTo ?? '')?.type : place.container.type
  return at === 'bpmn:Transaction' ? [] : [problem('CANCEL_OUTSIDE_TRANSACTION', node.id, { name: node.name })]
}

function flowsAt(node: ElementModel, place: Place, forbidden: boolean, code: string): Problem[] {
  const [flow] = forbidden ? [...place.incoming(node.id), ...place.outgoing(node.id)] : []
  return flow ? [problem(code, node.id, { name: node.name, flow: flow.id })] : []
}

/** BPMN 2.0.2 §10.3.5: an ad-hoc sub-process has activities, and neither start nor end events. */
function eventsIn({ inner }: ElementModel): Problem[] {
  const wrong = inner?.nodes.filter(node => isStart(node) || isEnd(node)) ?? []
  return wrong.map(node => problem('AD_HOC_EVENT', node.id, { name: node.name }))
}
