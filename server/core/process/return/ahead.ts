import type { Graph } from '../graph.js'

/**
 * Nodes that lie ahead of a node within one pass of the flow: what can be reached from it without going back through a loop. A return asks for
 * this and not for `graph.reach`, because through a loop everything lies behind everything: siblings of a branch would be taken for its successors.
 * A flow goes back when it leads to a node that leads to it (a retreating edge of a depth-first walk from the beginnings; where the drawing is
 * well structured these are exactly its loops). Answers bit sets, kept per graph.
 */
export function ahead(graph: Graph, node: number): Uint32Array {
  let known = kept.get(graph)
  if (!known) kept.set(graph, (known = { next: onwardOf(graph), sets: new Map() }))
  const before = known.sets.get(node)
  if (before) return before
  const found = new Uint32Array((graph.nodes.length + 31) >>> 5)
  const open = [node]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const index of known.next[at]!) {
      const bit = 1 << (index & 31)
      if (found[index >>> 5]! & bit) continue
      found[index >>> 5]! |= bit
      open.push(index)
    }
  known.sets.set(node, found)
  return found
}

const kept = new WeakMap<Graph, { next: number[][]; sets: Map<number, Uint32Array> }>()

/** Per node the nodes that come next, without those that a loop goes back to. */
function onwardOf(graph: Graph): number[][] {
  const { nodes, flows } = graph
  const all = nodes.map(({ outgoing, attached, link }) => [
    ...outgoing.map(flow => flows[flow]!.target),
    ...attached,
    ...(link === undefined ? [] : [link]),
  ])
  const led = new Set(all.flat())
  const onward: number[][] = nodes.map(() => [])
  const state = new Uint8Array(nodes.length)
  const [ON_THE_WAY, DONE] = [1, 2]
  const walk = (root: number): void => {
    const path = [{ node: root, next: 0 }]
    state[root] = ON_THE_WAY
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = all[top.node]![top.next++]
      if (to === undefined) {
        state[top.node] = DONE
        path.pop()
      } else if (state[to] !== ON_THE_WAY) {
        onward[top.node]!.push(to)
        if (state[to] === DONE) continue
        state[to] = ON_THE_WAY
        path.push({ node: to, next: 0 })
      }
    }
  }
  for (const { index } of nodes) if (!led.has(index) && !state[index]) walk(index)
  for (const { index } of nodes) if (!state[index]) walk(index)
  return onward
}
