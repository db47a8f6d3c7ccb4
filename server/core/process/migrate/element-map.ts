import { problem, type Problem } from '../../problem.js'
import type { Graph } from '../graph.js'

/** What became of an element or flow of the old version; undefined: it is gone. */
export interface ElementMap {
  element(id: string): string | undefined
  flow(id: string): string | undefined
}

/**
 * The same id is the same thing, unless `given` says otherwise. A flow without one is the one between the same two elements. MIGRATE_UNKNOWN_ELEMENT
 * { version: 'from' | 'to' } for what is named and not there.
 */
export function elementMap(from: Graph, to: Graph, given: Record<string, string>): { map: ElementMap; problems: Problem[] } {
  const has = (graph: Graph, id: string): boolean => graph.nodeAt.has(id) || graph.flowAt.has(id)
  const problems = Object.entries(given).flatMap(([old, fresh]) => [
    ...(has(from, old) ? [] : [problem('MIGRATE_UNKNOWN_ELEMENT', old, { version: 'from' })]),
    ...(has(to, fresh) ? [] : [problem('MIGRATE_UNKNOWN_ELEMENT', fresh, { version: 'to' })]),
  ])
  const element = (id: string): string | undefined => {
    if (id === from.process) return to.process
    const found = Object.hasOwn(given, id) ? given[id]! : id
    return to.nodeAt.has(found) ? found : undefined
  }
  const flow = (id: string): string | undefined => {
    if (Object.hasOwn(given, id)) return given[id]
    const old = from.flows[from.flowAt.get(id)!]!
    const [source, target] = [element(from.nodes[old.source]!.id), element(from.nodes[old.target]!.id)]
    const between = to.flows.filter(({ source: a, target: b }) => to.nodes[a]!.id === source && to.nodes[b]!.id === target)
    return (between.find(each => each.id === id) ?? between[0])?.id
  }
  return { map: { element, flow }, problems }
}
