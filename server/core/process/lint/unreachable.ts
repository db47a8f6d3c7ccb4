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
  const implicit = (node: ElementModel) => place.incoming(node.id).length === 0 && !isBoundary(node) && linkOf(node) === undefined
  const begins = nodes.filter(node => (starts.length > 0 ? isStart(node) || byItself(node) : implicit(node)))
  return begins.map(node => node.id)
}

/** Begun by its trigger, by a compensation throw, by a message, or (ad hoc) by a person. */
const byItself = (node: ElementModel): boolean =>
  node.kind === 'event-sub-process' || node.forCompensation === true || node.instantiate !== undefined

const linkOf = ({ kind, events }: ElementModel): string | undefined =>
  kind === 'catch' ? events.find(event => event.type === 'Link')?.link : undefined

function linkedTo(place: Place, id: string): string[] {
  const from = place.nodes.get(id)
  const name = from?.kind === 'throw' ? from.events.find(event => event.type === 'Link')?.link : undefined
  return name === undefined ? [] : place.container.nodes.filter(node => linkOf(node) === name).map(node => node.id)
}

export function reachedFrom(place: Place, from: string[], without?: string): Set<string> {
  const reached = new Set(from)
  const open = [...from]
  const attached = new Map<string, string[]>()
  for (const node of place.container.nodes)
    if (node.attachedTo !== undefined) attached.set(node.attachedTo, [...(attached.get(node.attachedTo) ?? []), node.id])
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const next = [...place.outgoing(id).map(flow => flow.target), ...(attached.get(id) ?? []), ...linkedTo(place, id)]
    for (const target of next) {
      if (target === undefined || target === without || reached.has(target)) continue
      reached.add(target)
      open.push(target)
    }
  }
  return reached
}

export { beginnings }
