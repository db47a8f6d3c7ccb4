import type { Flow, Node } from './graph.js'

const bits = (size: number): Uint32Array => new Uint32Array((size + 31) >>> 5)
const add = (set: Uint32Array, index: number): boolean => {
  const word = index >>> 5
  const bit = 1 << (index & 31)
  if (set[word]! & bit) return false
  set[word]! |= bit
  return true
}

/** Nodes that a token on the given node may still come to, in its scope. A boundary event follows its activity. Kept once computed. */
export function forwards(nodes: readonly Node[], flows: readonly Flow[]): (node: number) => Uint32Array {
  const known = new Map<number, Uint32Array>()
  return from => {
    const before = known.get(from)
    if (before) return before
    const found = bits(nodes.length)
    const open = [from]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { outgoing, attached, link } = nodes[at]!
      const next = [...outgoing.map(flow => flows[flow]!.target), ...attached, ...(link === undefined ? [] : [link])]
      for (const index of next) if (add(found, index)) open.push(index)
    }
    known.set(from, found)
    return found
  }
}

/** Nodes from which the given flow can be reached without passing its target. A boundary event's predecessor is its activity. */
export function backwards(nodes: readonly Node[], flows: readonly Flow[]): (flow: number) => Uint32Array {
  const known = new Map<number, Uint32Array>()
  const linkedFrom = (node: number): number[] => nodes.filter(each => each.link === node).map(each => each.index)
  return flow => {
    const before = known.get(flow)
    if (before) return before
    const { source, target } = flows[flow]!
    const found = bits(nodes.length)
    const open: number[] = []
    if (source !== target && add(found, source)) open.push(source)
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { incoming, host } = nodes[at]!
      const previous = incoming.map(index => flows[index]!.source)
      if (host !== undefined) previous.push(host)
      if (nodes[at]!.kind === 'catch') previous.push(...linkedFrom(at))
      for (const index of previous) if (index !== target && add(found, index)) open.push(index)
    }
    known.set(flow, found)
    return found
  }
}
