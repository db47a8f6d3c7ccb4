import { problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import { isBoundary, isStart, type Place, type Rule } from './rule.js'

/** No token can ever come here. Without a start event, elements that nothing leads to are where it begins (BPMN 2.0.2 §13.2). */
export const unreachable: Rule = context =>
  context.places.flatMap(place => {
    const reached = reachedFrom(place, beginnings(place))
    return place.container.nodes
      .filter(node => !reached.has(node.id) && node.refused === undefined)
      .map(node => problem('UNREACHABLE', node.id, { name: node.name, type: node.type }))
  })

function beginnings(place: Place): string[] {
  const { nodes } = place.container
  const starts = nodes.filter(isStart)
  const implicit = (node: ElementModel) => place.incoming(node.id).length === 0 && !isBoundary(node)
  return (starts.length > 0 ? starts : nodes.filter(implicit)).map(node => node.id)
}

export function reachedFrom(place: Place, from: string[], without?: string): Set<string> {
  const reached = new Set(from)
  const open = [...from]
  const attached = new Map<string, string[]>()
  for (const node of place.container.nodes)
    if (node.attachedTo !== undefined) attached.set(node.attachedTo, [...(attached.get(node.attachedTo) ?? []), node.id])
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const next = [...place.outgoing(id).map(flow => flow.target), ...(attached.get(id) ?? [])]
    for (const target of next) {
      if (target === undefined || target === without || reached.has(target)) continue
      reached.add(target)
      open.push(target)
    }
  }
  return reached
}

export { beginnings }
