import { problem, type Problem } from '../../problem.js'
import { has, type Graph, type Node } from '../graph.js'
import { graphOf, type Looking } from '../run.js'
import type { Token } from '../state.js'
import { ahead } from './ahead.js'
import { targetFrom, type Target } from './target.js'
import type { Visited } from './targets.js'

/** An arrival at a join that is taken for granted: the branch behind it had come there before and stays done. */
export interface Credit {
  node: string
  flow: string
}

export interface ReturnPlan extends Target {
  /** Tokens of the scope that go, with all that hangs on them. */
  goes: Token[]
  credits: Credit[]
  /** The element is a join itself: the flow by which the new token stands before it. */
  arrival?: string
  /** Complex gateways of the scope that forget that they have fired. */
  gates: string[]
  /** An event sub-process that had interrupted the scope goes: the scope listens again. */
  rearm: boolean
}

export interface How {
  /** Instead of credits at joins: everything that comes together there is done again, from the split on. */
  redo?: 'split'
  /** Anywhere in the scopes around the token, also ahead of it. */
  jump?: boolean
}

/**
 * Return from a token to an element, decided but not done. In the innermost scope that holds the element, all that lies ahead of it goes and all
 * else stays; joins between the two that have fired already get arrivals credited for what stays done. Problems: those of `targetFrom`,
 * RETURN_NOT_EARLIER (the element does not lead to where the token is; or only through a loop, and it is not known to have been done in the pass
 * before), RETURN_NO_SPLIT (`redo`: nothing brings all branches of the join).
 */
export async function planReturn(
  look: Looking,
  token: Token,
  to: string,
  visited: Visited,
  how: How = {},
): Promise<ReturnPlan | Problem> {
  const target = targetFrom(look, token, to)
  if ('code' in target) return target
  const { scope, path, lifted } = target
  const graph = graphOf(look, scope.id)
  const from = fromWhere(graph, lifted)
  const region = regionOf(graph, path[0]!, from)
  const known = region && (!region.before || (path.length === 1 && (await visited(scope.id, to)))) ? region : undefined
  const plan = planFor(look, target, known ?? nothing)
  if (how.jump !== true && (!known || cutsShort(graph, known, plan))) return problem('RETURN_NOT_EARLIER', to, { from: from.id })
  if (how.redo === undefined || plan.credits.length === 0) return plan
  return planFromSplit(look, target, plan) ?? problem('RETURN_NO_SPLIT', to, { joins: plan.credits.map(({ node }) => node) })
}

/** Through a loop: something still stands on a branch that would count as done, and nobody knows whether it was in the pass before. */
const cutsShort = (graph: Graph, { before }: Region, { goes, credits }: ReturnPlan): boolean =>
  before &&
  credits.some(({ flow }) => {
    const { source } = graph.flows[graph.flowAt.get(flow)!]!
    return goes.some(token => token.arrivedBy === undefined && leads(graph, graph.nodes[graph.nodeAt.get(token.node)!]!, source))
  })

/** Where the flow goes on, seen from the node that it goes back to. */
interface Region {
  /** Only a loop leads from there to the token: it goes back to the pass before. */
  before: boolean
  /** What goes when it stands there. */
  goes(node: number): boolean
  /** What is done again in this pass of the flow. */
  ahead(node: number): boolean
  /** Does it lead to where the matter comes from? A join that does has let it through. */
  leadsBack(node: Node): boolean
}
const never = (): boolean => false
const nothing: Region = { before: false, goes: never, ahead: never, leadsBack: never }

/**
 * All ahead of the step in this pass goes; where only a loop leads from it to the token, the step belongs to the pass before, and all goes that it leads
 * to at all. What an event sub-process does it does for its whole scope, so wherever it goes back to is before it.
 */
function regionOf(graph: Graph, to: Node, from: Node): Region | undefined {
  const within = (bits: Uint32Array) => (node: number) => node === to.index || has(bits, node)
  const [next, ever] = [within(ahead(graph, to.index)), within(graph.reach(to.index))]
  if (from.kind === 'event-sub-process') return { before: false, goes: next, ahead: next, leadsBack: () => true }
  if (next(from.index)) return { before: false, goes: next, ahead: next, leadsBack: node => leads(graph, node, from.index) }
  if (!ever(from.index)) return undefined
  return { before: true, goes: ever, ahead: next, leadsBack: node => has(graph.reach(node.index), from.index) }
}

function planFor(look: Looking, target: Target, region: Region): ReturnPlan {
  const graph = graphOf(look, target.scope.id)
  const { lifted, scope } = target
  const from = fromWhere(graph, lifted)
  const all = look.draft.tokens.of(scope.id)
  const goes = all.filter(token => token.id === lifted.id || region.goes(placeOf(graph, token)))
  const stays = all.filter(token => !goes.includes(token))
  const to = target.path[0]!
  const between = graph.nodes.filter(node => node !== to && isJoin(node) && region.ahead(node.index) && region.leadsBack(node))
  const credits = between.flatMap(join => creditsAt(graph, join, region, stays, scope.gates?.[join.id]))
  const [arrival, ...others] = isJoin(to) ? creditsAt(graph, to, region, stays, undefined) : []
  const gates = [to, ...between].filter(join => scope.gates?.[join.id] !== undefined).map(join => join.id)
  const start = from.kind === 'event-sub-process' ? graph.scopes[from.inner!]!.nodes.map(index => graph.nodes[index]!) : []
  const rearm = start.some(node => node.kind === 'start' && node.interrupting !== false)
  return { ...target, goes, credits: [...credits, ...others], ...(arrival ? { arrival: arrival.flow } : {}), gates, rearm }
}

/** A token before a join still stands on the flow that it came by. */
const placeOf = (graph: Graph, { node, arrivedBy }: Token): number =>
  arrivedBy === undefined ? graph.nodeAt.get(node)! : graph.flows[graph.flowAt.get(arrivedBy)!]!.source

const fromWhere = (graph: Graph, token: Token): Node => graph.nodes[placeOf(graph, token)]!

export const isJoin = (node: Node): boolean =>
  (node.kind === 'parallel-gateway' || node.kind === 'inclusive-gateway' || node.kind === 'complex-gateway') &&
  node.incoming.length > 1

const leads = (graph: Graph, from: Node, to: number): boolean => from.index === to || has(ahead(graph, from.index), to)

/**
 * Flows of a join that are not done again and on which nothing stands or can still come: what had arrived there was consumed when the join fired. A
 * complex gateway that has fired knows which of its flows that were.
 */
function creditsAt(graph: Graph, join: Node, region: Region, stays: readonly Token[], fired: string[] | undefined): Credit[] {
  return join.incoming
    .map(index => graph.flows[index]!)
    .filter(({ source }) => !region.ahead(source))
    .filter(({ id, source }) => {
      if (fired) return fired.includes(id)
      const brings = (token: Token) =>
        token.node === join.id ? token.arrivedBy === id : leads(graph, graph.nodes[graph.nodeAt.get(token.node)!]!, source)
      return !stays.some(brings)
    })
    .map(({ id }) => ({ node: join.id, flow: id }))
}

/** The nearest split before the target from which every branch of the joins is done again. */
function planFromSplit(look: Looking, target: Target, plan: ReturnPlan): ReturnPlan | undefined {
  const graph = graphOf(look, target.scope.id)
  const to = target.path[0]!
  const from = fromWhere(graph, plan.lifted)
  const splits = graph.nodes
    .filter(node => node.scope === to.scope && node.outgoing.length > 1 && node.kind !== 'exclusive-gateway')
    .filter(node => node.kind !== 'event-based-gateway' && has(ahead(graph, node.index), to.index))
    .map(node => ({ node, region: regionOf(graph, node, from)! }))
    .map(({ node, region }) => ({ node, plan: planFor(look, { ...target, path: [node] }, region) }))
    .filter(found => found.plan.credits.length === 0)
  return splits.find(({ node }) => splits.every(other => other.node === node || !has(ahead(graph, node.index), other.node.index)))
    ?.plan
}
