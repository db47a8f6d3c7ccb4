import { problem, type Problem } from '../../problem.js'
import { has, type Graph, type GraphScope, type Node } from '../graph.js'

/** Where tokens are: how many on each flow. */
type Marking = Map<number, number>
interface Place {
  marking: Marking
  /** Elements that led here. */
  from?: Place
  by?: string
}

/** Places that are looked at in one scope; beyond that nothing is said. */
const MOST = 4_000
/** Inclusive and conditional splits with more ways out are taken as all or one. */
const WIDE = 5

/**
 * Plays every way that decisions can go through each scope, one token at a time (which token moves first makes no difference to what can be reached),
 * and warns with the path that leads there: a join that waits for ever for a flow that was not taken (DEADLOCK), and an element that runs twice because
 * branches come together without a join (LACK_OF_SYNCHRONISATION). Sub-processes count as one step; their insides are looked at as scopes of their own.
 */
export const soundness = (graph: Graph): Problem[] => graph.scopes.flatMap(scope => judge(graph, scope))

function judge(graph: Graph, scope: GraphScope): Problem[] {
  // when a complex join fires is an expression: nothing can be said of what comes behind it
  if (scope.nodes.some(index => graph.nodes[index]!.kind === 'complex-gateway' && graph.nodes[index]!.incoming.length > 1))
    return []
  const found = new Map<string, Problem>()
  const begin: Marking = new Map()
  const starts = graph.scopes[0] === scope ? graph.starts : scope.starts
  const open: Place[] = []
  const known = new Set<string>()
  const see = (place: Place): void => {
    const key = keyOf(place.marking)
    if (known.has(key)) return
    known.add(key)
    open.push(place)
  }
  // without start events all beginnings at once; with several start events each begins an instance of its own
  const begins = starts.map(index => graph.nodes[index]!)
  if (begins.every(node => node.kind !== 'start'))
    see(step(graph, { marking: begin }, undefined, begins.flatMap(after), begins[0]))
  else for (const node of begins) see(step(graph, { marking: begin }, undefined, after(node), node))
  for (let place = open.pop(); place; place = open.pop()) {
    if (known.size > MOST) return []
    const doubled = [...place.marking].find(([, count]) => count > 1)
    if (doubled) {
      const at = graph.nodes[graph.flows[doubled[0]]!.target]!
      if (at.kind !== 'parallel-gateway' || at.incoming.length < 2) {
        add(found, 'LACK_OF_SYNCHRONISATION', at, place)
        continue
      }
      if (doubled[1] > 3) continue
    }
    const nexts = moves(graph, place)
    if (nexts) for (const next of nexts) see(next)
    else if (place.marking.size > 0)
      add(found, 'DEADLOCK', graph.nodes[graph.flows[[...place.marking.keys()][0]!]!.target]!, place)
  }
  return [...found.values()]
}

function add(found: Map<string, Problem>, code: string, at: Node, place: Place): void {
  const key = `${code} ${at.id}`
  if (!found.has(key)) found.set(key, problem(code, at.id, { name: at.name, path: pathTo(place) }))
}

function pathTo(place: Place): string[] {
  const path: string[] = []
  for (let at: Place | undefined = place; at?.by !== undefined; at = at.from) path.unshift(at.by)
  return path.length > 40 ? [...path.slice(0, 20), '…', ...path.slice(-19)] : path
}

const after = (node: Node): number[] => node.outgoing

/** All that can come of the first token that can move; joins that look around go last. Undefined: none can. */
function moves(graph: Graph, place: Place): Place[] | undefined {
  const flows = [...place.marking.keys()]
  const targetOf = (flow: number) => graph.nodes[graph.flows[flow]!.target]!
  for (const flow of flows) {
    const node = targetOf(flow)
    if (isJoin(node) && node.kind !== 'exclusive-gateway') continue
    return ways(graph, node).map(taken => step(graph, place, [flow], taken, node))
  }
  for (const flow of flows) {
    const node = targetOf(flow)
    const filled = node.incoming.filter(each => place.marking.has(each))
    const ready =
      node.kind === 'parallel-gateway' ? filled.length === node.incoming.length : nothingElseComes(graph, place, node, filled)
    if (ready) return ways(graph, node).map(taken => step(graph, place, filled, taken, node))
  }
  return undefined
}

const isJoin = (node: Node): boolean =>
  (node.kind === 'parallel-gateway' || node.kind === 'inclusive-gateway') && node.incoming.length > 1

function nothingElseComes(graph: Graph, place: Place, node: Node, filled: number[]): boolean {
  const empty = node.incoming.filter(flow => !filled.includes(flow))
  return ![...place.marking.keys()].some(flow => {
    const at = graph.flows[flow]!.target
    if (at === node.index) return false
    const before = (incoming: number[]) => incoming.some(each => has(graph.back(each), at))
    return before(empty) && !before(filled)
  })
}

/** The sets of flows by which an element may be left. */
function ways(graph: Graph, node: Node): number[][] {
  const { outgoing, kind } = node
  if (node.link !== undefined) return [graph.nodes[node.link]!.outgoing]
  if (kind === 'exclusive-gateway' || kind === 'event-based-gateway')
    return outgoing.length === 0 ? [[]] : outgoing.map(flow => [flow])
  const conditional = outgoing.filter(flow => graph.flows[flow]!.when !== undefined || graph.flows[flow]!.foreign !== undefined)
  const choosing =
    kind === 'inclusive-gateway' || kind === 'complex-gateway' ? outgoing : kind === 'parallel-gateway' ? [] : conditional
  const always = outgoing.filter(flow => !choosing.includes(flow) && flow !== node.default)
  const ordinary =
    choosing.length === 0
      ? [outgoing]
      : subsets(choosing)
          .map(some => [...always, ...some])
          .filter(each => each.length > 0)
  const boundary = node.attached.map(index => graph.nodes[index]!).filter(each => each.outgoing.length > 0)
  return [
    ...ordinary,
    ...boundary.filter(each => each.interrupting !== false).map(each => each.outgoing),
    ...boundary.filter(each => each.interrupting === false).flatMap(each => ordinary.map(taken => [...taken, ...each.outgoing])),
  ]
}

function subsets(flows: number[]): number[][] {
  if (flows.length > WIDE) return [flows, ...flows.map(flow => [flow])]
  return flows.reduce<number[][]>((sets, flow) => [...sets, ...sets.map(set => [...set, flow])], [[]])
}

function step(graph: Graph, from: Place, consumed: number[] | undefined, produced: number[], node: Node | undefined): Place {
  const marking = new Map(from.marking)
  for (const flow of consumed ?? []) {
    const left = marking.get(flow)! - 1
    if (left === 0) marking.delete(flow)
    else marking.set(flow, left)
  }
  // an end that ends all
  if (
    node?.events.some(event => event.type === 'terminate' || event.type === 'error' || event.type === 'cancel') &&
    node.kind === 'end'
  )
    return { marking: new Map(), from, by: node.id }
  for (const flow of produced) marking.set(flow, (marking.get(flow) ?? 0) + 1)
  return { marking, from, ...(node ? { by: node.id } : {}) }
}

const keyOf = (marking: Marking): string => [...marking].sort(([a], [b]) => a - b).join(' ')
