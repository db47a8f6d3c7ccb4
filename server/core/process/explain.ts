import type { Problem } from '../problem.js'
import { nodeOf, type Graph } from './graph.js'
import { missingAt } from './joins.js'
import type { State, Token } from './state.js'

/** Why an instance stands where it stands, as facts; sentences are made of them elsewhere. One entry per token that waits. */
export interface Standing {
  token: string
  element: string
  name: string
  /** Sub-processes around it, outermost first. */
  inside: string[]
  since: string
  waits: Token['waits']
  task?: { id: string; assignee?: string; candidates: string[]; dueAt?: string; outcomes: string[] }
  /** Timers and messages that can move it on; `element` is the event (a boundary event, or one behind an event-based gateway). */
  timers: { element: string; dueAt: string }[]
  messages: { element: string; name: string; key: string }[]
  /** Joins: flows without a token, and the elements whose tokens can still bring one (none: it is stuck). */
  missing?: { flow: string; from: string[] }[]
  repair?: { id: string; problem: Problem; at: string; attempts?: number }
  /** Elements that may come next. */
  next: string[]
}

export function explain(graph: Graph, state: State): Standing[] {
  const scopes = new Map(state.scopes.map(scope => [scope.id, scope]))
  const byToken = <Row extends { token: string }>(rows: Row[], token: Token) => rows.filter(row => row.token === token.id)
  const inside = (token: Token): string[] => {
    const path: string[] = []
    for (let scope = scopes.get(token.scope); scope?.parent !== undefined; scope = scopes.get(scope.parent))
      path.unshift(scope.element)
    return path
  }
  return state.tokens
    .filter(token => token.waits !== 'scope')
    .map(token => {
      const node = nodeOf(graph, token.node)
      const task = byToken(state.tasks, token)[0]
      const repair = byToken(state.repairs, token)[0]
      const joins = token.arrivedBy !== undefined
      const mates = joins ? state.tokens.filter(other => other.scope === token.scope) : []
      return {
        token: token.id,
        element: node.id,
        name: node.name,
        inside: inside(token),
        since: token.since,
        waits: token.waits,
        ...(task ? { task: pick(task) } : {}),
        timers: byToken(state.timers, token).map(({ element, dueAt }) => ({ element, dueAt })),
        messages: byToken(state.subscriptions, token).map(({ element, name, key }) => ({ element, name, key })),
        ...(joins
          ? { missing: missingAt(graph, mates, node).map(({ flow, from }) => ({ flow, from: from.map(each => each.node) })) }
          : {}),
        ...(repair ? { repair: rest(repair) } : {}),
        next: node.outgoing.map(index => graph.nodes[graph.flows[index]!.target]!.id),
      }
    })
}

const pick = ({ id, assignee, candidates, dueAt, outcomes }: State['tasks'][number]): NonNullable<Standing['task']> => ({
  id,
  ...(assignee === undefined ? {} : { assignee }),
  candidates,
  ...(dueAt === undefined ? {} : { dueAt }),
  outcomes,
})

const rest = ({ id, problem, at, attempts }: State['repairs'][number]): NonNullable<Standing['repair']> => ({
  id,
  problem,
  at,
  ...(attempts === undefined ? {} : { attempts }),
})
