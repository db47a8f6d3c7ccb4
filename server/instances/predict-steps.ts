import { nodeOf, type Graph, type Node } from '#core/process/graph'

export interface Predicted {
  element: string
  name: string
  /** Steps with the same number stand side by side. */
  lane?: number
}

const MOST = 12

/**
 * The steps that will probably come after these nodes: people's tasks, and the end where it has a name. At a decision the first flow in
 * document order is followed (the happy path, as people draw it), at a split all. A guess, and shown as one.
 */
export function predictSteps(graph: Graph, from: readonly string[]): Predicted[] {
  const found: Predicted[] = []
  const seen = new Set(from)
  let lanes = 0
  let front = from.flatMap(id => (graph.nodeAt.has(id) ? next(graph, nodeOf(graph, id)) : []))
  while (front.length > 0 && found.length < MOST) {
    const fresh = [...new Map(front.map(node => [node.id, node])).values()].filter(node => !seen.has(node.id))
    const shown = fresh.filter(isStep)
    const lane = shown.length > 1 ? (lanes += 1) : undefined
    for (const node of shown) found.push({ element: node.id, name: node.name, ...(lane === undefined ? {} : { lane }) })
    for (const node of fresh) seen.add(node.id)
    front = fresh.flatMap(node => into(graph, node) ?? next(graph, node))
  }
  return found
}

export const isStep = (node: Node): boolean => node.kind === 'user-task' || (node.kind === 'end' && node.name !== '')

const into = (graph: Graph, node: Node): Node[] | undefined =>
  node.inner === undefined ? undefined : graph.scopes[node.inner]!.starts.map(index => graph.nodes[index]!)

/** After the end of a sub-process its own flows follow. */
function next(graph: Graph, node: Node): Node[] {
  if (node.outgoing.length === 0) {
    const scope = graph.scopes[node.scope]!
    const host = scope.parent === undefined ? undefined : graph.nodes.find(each => each.inner === scope.index)
    return host ? next(graph, host) : []
  }
  const decides = node.kind === 'exclusive-gateway' || node.kind === 'event-based-gateway'
  const flows = decides ? node.outgoing.slice(0, 1) : node.outgoing
  return flows.map(index => graph.nodes[graph.flows[index]!.target]!)
}
