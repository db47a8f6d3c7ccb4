import { nodeOf } from '#core/process/graph'
import { missingAt } from '#core/process/joins'
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
    ...(token.waits === 'join' ? { missing: missing(graphAt, state, token) } : {}),
  }
}

/** Flows of a join that have brought nothing yet, and the elements whose tokens can still come by them (none: it is stuck). */
function missing(graphAt: GraphAt, state: State, waiting: Token): NonNullable<ExplainEntry['missing']> {
  const graph = graphAt(waiting.scope)
  const mates = state.tokens.filter(token => token.scope === waiting.scope)
  return missingAt(graph, mates, nodeOf(graph, waiting.node)).map(({ flow, from }) => {
    const { name, source } = graph.flows.find(each => each.id === flow)!
    return {
      flow,
      name: name || graph.nodes[source]!.name,
      possible: from.length > 0,
      from: [...new Set(from.map(token => token.node))],
    }
  })
}
