import { ahead } from './ahead.js'
import { has, type Graph, type Node } from '../graph.js'
import { containerOf, graphOf, nodeIn, type Looking } from '../run.js'
import type { Scope, Token } from '../state.js'

/** What a return would leave behind. */
export type Border = 'sub-process' | 'event' | 'loop' | 'called'

export interface ReturnTarget {
  element: string
  name: string
  /** A step of people, or the beginning of the process. */
  kind: 'step' | 'start'
  /** The scope around the token in which it lies, or in a sub-process of which. */
  scope: string
  /** Borders between here and there, from the inside; `into`: it lies in a sub-process that would be opened again. */
  leaves: Border[]
  into?: string
}

/** Has an element been done before, in a scope or (undefined) in one that has ended? */
export type Visited = (scope: string | undefined, element: string) => boolean | Promise<boolean>

/**
 * Where a token can be returned to, the nearest first: steps of people that have been done and lead to where it is, and the start; in its scope, in
 * those around it, and in sub-processes that they have come through, across loops and called processes.
 */
export async function returnTargets(look: Looking, token: Token, visited: Visited): Promise<ReturnTarget[]> {
  const { draft } = look
  const found: ReturnTarget[] = []
  const leaves: Border[] = []
  for (let at: Token | undefined = token; at;) {
    const scope: Scope = draft.scopes.get(at.scope)!
    if (containerOf(look, scope)) found.push(...(await targetsIn(look, at, scope, [...leaves], visited)))
    if (scope.kind !== 'process') leaves.push(borderOf(scope))
    at = scope.token === undefined ? undefined : draft.tokens.get(scope.token)
  }
  const known = new Set<string>()
  return found.filter(({ element }) => !known.has(element) && known.add(element))
}

const borderOf = ({ kind }: Scope): Border =>
  kind === 'loop' || kind === 'iteration' ? 'loop' : kind === 'called' ? 'called' : kind === 'event' ? 'event' : 'sub-process'

async function targetsIn(look: Looking, token: Token, scope: Scope, leaves: Border[], visited: Visited): Promise<ReturnTarget[]> {
  const graph = graphOf(look, scope.id)
  const here = nodeIn(look, scope.id, token.node)
  const outer = containerOf(look, scope)!.nodes.map(index => graph.nodes[index]!)
  const before = outer.filter(
    node => node.index !== here.index && (here.kind === 'event-sub-process' || has(ahead(graph, node.index), here.index)),
  )
  const found: ReturnTarget[] = []
  for (const node of nearestFirst(graph, before)) {
    const base = { scope: scope.id, leaves, name: node.name, element: node.id }
    if (isStep(node) && (await visited(scope.id, node.id))) found.push({ ...base, kind: 'step' })
    else if (node.kind === 'start' && graph.scopes[node.scope]!.parent === undefined) found.push({ ...base, kind: 'start' })
    else if (node.kind === 'sub-process' && node.loop === undefined)
      for (const inner of await stepsInside(graph, node, visited))
        found.push({ ...base, element: inner.id, name: inner.name, kind: 'step', into: node.id })
  }
  return found
}

async function stepsInside(graph: Graph, sub: Node, visited: Visited): Promise<Node[]> {
  const found: Node[] = []
  for (const node of nearestFirst(
    graph,
    graph.scopes[sub.inner!]!.nodes.map(index => graph.nodes[index]!),
  )) {
    if (isStep(node) && (await visited(undefined, node.id))) found.push(node)
    else if (node.kind === 'sub-process' && node.loop === undefined) found.push(...(await stepsInside(graph, node, visited)))
  }
  return found
}

const isStep = (node: Node): boolean => node.kind === 'user-task' && node.forCompensation === undefined

/** A step that another one leads to is nearer than that one; in a circle the drawing's order decides. */
export function nearestFirst(graph: Graph, steps: readonly Node[]): Node[] {
  const leads = (from: Node, to: Node): boolean => has(ahead(graph, from.index), to.index)
  const far = (step: Node): number => steps.filter(other => leads(step, other) && !leads(other, step)).length
  return steps
    .map(step => ({ step, far: far(step) }))
    .sort((a, b) => a.far - b.far || b.step.index - a.step.index)
    .map(({ step }) => step)
}
