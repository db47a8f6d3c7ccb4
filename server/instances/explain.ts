import { has, nodeOf } from '#core/process/graph'
import type { State, Token } from '#core/process/state'
import type { Json } from '#core/problem'
import type { GraphAt } from '../processes/published-process.js'
import type { ExplainEntry } from './instances.api.js'

/** For each token: where, since when, what it waits for and why. `people` are user ids. Facts only; the web says them in words. */
export const explain = (graphAt: GraphAt, state: State): ExplainEntry[] =>
  state.tokens.map(token => entryOf(graphAt, state, token))

function entryOf(graphAt: GraphAt, state: State, token: Token): ExplainEntry {
  const node = nodeOf(graphAt(token.scope), token.node)
  const tasks = state.tasks.filter(each => each.token === token.id)
  const [task] = tasks
  const timer = state.timers.filter(each => each.token === token.id).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0]
  const message = state.subscriptions.find(each => each.token === token.id && each.name !== '')
  const dueAt = task?.dueAt ?? timer?.dueAt
  const why: Json | undefined = task?.why ?? (message ? { message: message.name, key: message.key } : undefined)
  return {
    element: node.id,
    name: task?.name ?? node.name,
    since: token.since,
    waits: token.waits,
    people: tasks.flatMap(each => (each.assignee === undefined ? each.candidates : [each.assignee])),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(why === undefined ? {} : { why }),
    ...(token.waits === 'join' ? { missing: missingAt(graphAt, state, token) } : {}),
  }
}

/** Flows of a join that have brought nothing yet, and whether a token of the scope can still come by them. */
function missingAt(graphAt: GraphAt, state: State, waiting: Token): NonNullable<ExplainEntry['missing']> {
  const graph = graphAt(waiting.scope)
  const join = nodeOf(graph, waiting.node)
  const inScope = state.tokens.filter(token => token.scope === waiting.scope)
  const arrived = new Set(inScope.filter(token => token.node === join.id).map(token => token.arrivedBy))
  const moving = inScope.filter(token => token.node !== join.id).map(token => nodeOf(graph, token.node))
  return join.incoming
    .map(index => graph.flows[index]!)
    .filter(flow => !arrived.has(flow.id))
    .map(flow => ({
      flow: flow.id,
      name: flow.name || graph.nodes[flow.source]!.name,
      possible: moving.some(node => node.index === flow.source || has(graph.reach(node.index), flow.source)),
    }))
}
