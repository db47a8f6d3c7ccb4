import { problem, type Problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import { everyNode, isActivity, type Place, type Rule } from './rule.js'

const compensates = (node: ElementModel): boolean => node.events.some(event => event.type === 'Compensate')

/**
 * A compensation boundary event is tied to its handler by an association and has no flows; the handler is marked isForCompensation and has none either; a
 * throw names an activity of its own scope or of the one around (BPMN 2.0.2 §10.7).
 */
export const compensations: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    if (node.kind === 'boundary' && compensates(node)) return boundary(node, place)
    if (node.forCompensation) return handler(node, place)
    return compensates(node) && node.kind !== 'start' ? thrown(node, place) : []
  })

function boundary(node: ElementModel, place: Place): Problem[] {
  const found: Problem[] = []
  const [flow] = place.outgoing(node.id)
  if (flow) found.push(problem('COMPENSATION_FLOWS', node.id, { name: node.name, flow: flow.id }))
  const its = node.compensator === undefined ? undefined : place.nodes.get(node.compensator)
  if (!its || !isActivity(its)) found.push(problem('COMPENSATION_HANDLER_MISSING', node.id, { name: node.name }))
  else if (!its.forCompensation) found.push(problem('NOT_FOR_COMPENSATION', its.id, { name: its.name, event: node.id }))
  return found
}

function handler(node: ElementModel, place: Place): Problem[] {
  const [flow] = [...place.incoming(node.id), ...place.outgoing(node.id)]
  if (flow) return [problem('COMPENSATION_FLOWS', node.id, { name: node.name, flow: flow.id })]
  const used = [...place.nodes.values()].some(each => each.compensator === node.id)
  return used ? [] : [problem('COMPENSATION_HANDLER_UNUSED', node.id, { name: node.name })]
}

function thrown(node: ElementModel, place: Place): Problem[] {
  const outer = place.container.triggered ? place.parent : undefined
  return node.events.flatMap(event => {
    if (event.type !== 'Compensate' || event.activity === undefined) return []
    const there = place.nodes.get(event.activity) ?? outer?.nodes.get(event.activity)
    return there && isActivity(there)
      ? []
      : [problem('COMPENSATION_ACTIVITY_UNKNOWN', node.id, { name: node.name, activity: event.activity })]
  })
}
