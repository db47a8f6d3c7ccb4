import { problem, type Problem } from '../../problem.js'
import type { EventSpec, Graph, Node } from '../graph.js'
import { listen } from '../listen.js'
import type { Run } from '../run.js'
import type { Scope, Subscription, Timer, Token } from '../state.js'
import { isOwn, newNode, oldNode, type Migration } from './migration.js'

/** What one token or scope listens for, before and after. */
export interface Listening {
  holder: string
  scope: string
  keep: { row: Timer | Subscription; element: string }[]
  drop: (Timer | Subscription)[]
  add: Node[]
}

/**
 * Who listens goes on listening where the same event is there in the new version: a timer keeps its due time, also when its text has changed; a message,
 * signal or condition that reads differently begins anew. New boundary events and event sub-processes begin to listen; what has happened already (a
 * reminder that came once) does not begin again. MIGRATE_LISTENER_ADDED, MIGRATE_LISTENER_REMOVED.
 */
export function planListeners(migration: Migration): Listening[] {
  const { draft } = migration.look
  const { from, to } = migration
  const found: Listening[] = []
  for (const token of draft.tokens.all()) {
    const fresh = newNode(migration, token.node)
    if (!isOwn(migration, token.scope) || !fresh) continue
    const child = draft.scopes.get(token.scope)!.kind === 'iteration'
    const before = around(from, oldNode(migration, token.node), child)
    found.push(compare(migration, token.id, token.scope, before, around(to, fresh, child), listens(token)))
  }
  for (const scope of draft.scopes.all()) {
    const [before, after] = [container(from, scope), container(to, scope, migration)]
    if (!isOwn(migration, scope.id) || !before || !after) continue
    const quiet = draft.tokens.of(scope.id).some(token => interruptsAll(from, oldNode(migration, token.node)))
    found.push(compare(migration, scope.id, scope.id, before, after, !quiet))
  }
  return found
}

const listens = ({ waits }: Token): boolean => waits !== 'repair' && waits !== 'continue' && waits !== 'join'

/** Events that a token on a node can listen for. */
function around(graph: Graph, node: Node, child: boolean): Node[] {
  const own = node.kind === 'catch' || node.kind === 'receive-task' ? [node] : []
  const behind = node.kind === 'event-based-gateway' ? node.outgoing.map(flow => graph.nodes[graph.flows[flow]!.target]!) : []
  const attached = child ? [] : node.attached.map(index => graph.nodes[index]!)
  return [...own, ...behind, ...attached].filter(({ events }) => events.some(({ type }) => LISTENED.has(type)))
}
const LISTENED = new Set<EventSpec['type']>(['timer', 'message', 'signal', 'condition'])

/** Starts of the event sub-processes of a scope. */
function container(graph: Graph, scope: Scope, migration?: Migration): Node[] | undefined {
  if (scope.kind !== 'process' && scope.kind !== 'sub-process' && scope.kind !== 'event') return undefined
  const element = migration ? migration.map.element(scope.element) : scope.element
  const inside =
    scope.kind === 'process' ? graph.scopes[0] : graph.scopes[graph.nodes[graph.nodeAt.get(element ?? '') ?? -1]?.inner ?? -1]
  return inside?.handlers.flatMap(index => startsOf(graph, graph.nodes[index]!))
}

const startsOf = (graph: Graph, handler: Node): Node[] =>
  graph.scopes[handler.inner!]!.nodes.map(index => graph.nodes[index]!).filter(
    ({ kind, events }) => kind === 'start' && events.some(({ type }) => LISTENED.has(type)),
  )

const interruptsAll = (graph: Graph, node: Node): boolean =>
  node.kind === 'event-sub-process' && startsOf(graph, node).some(start => start.interrupting !== false)

function compare(
  migration: Migration,
  holder: string,
  scope: string,
  before: readonly Node[],
  after: readonly Node[],
  awake: boolean,
): Listening {
  const { timers, subscriptions } = migration.look.draft
  const rows = [...timers.of(holder), ...subscriptions.of(holder)]
  const found: Listening = { holder, scope, keep: [], drop: [], add: [] }
  const settled = new Set<string>()
  for (const old of before) {
    const own = rows.filter(row => row.element === old.id && !isDeadline(row))
    const fresh = after.find(node => node.id === migration.map.element(old.id))
    if (fresh && own.every(row => same(old.events[row.event ?? 0], fresh.events[row.event ?? 0]))) {
      settled.add(fresh.id)
      found.keep.push(...own.map(row => ({ row, element: fresh.id })))
    } else if (own.length > 0) {
      found.drop.push(...own)
      migration.notices.push(problem('MIGRATE_LISTENER_REMOVED', old.id, { name: old.name }))
    }
  }
  for (const row of rows.filter(isDeadline)) found.keep.push({ row, element: migration.map.element(row.element) ?? row.element })
  if (awake) found.add.push(...after.filter(node => !settled.has(node.id)))
  for (const { id, name } of found.add) migration.notices.push(problem('MIGRATE_LISTENER_ADDED', id, { name }))
  return found
}

/** Of an approval: it belongs to the step, not to an event. */
const isDeadline = (row: Timer | Subscription): boolean => 'purpose' in row

function same(old: EventSpec | undefined, fresh: EventSpec | undefined): boolean {
  if (old === undefined || old.type !== fresh?.type) return false
  return old.type === 'timer' || JSON.stringify(old) === JSON.stringify(fresh)
}

/** Puts it into effect, on the new version. A Problem: a new timer or key cannot be computed. */
export async function putListeners(run: Run, plans: readonly Listening[]): Promise<Problem | undefined> {
  const { timers, subscriptions } = run.draft
  for (const { holder, scope, keep, drop, add } of plans) {
    for (const { id } of drop) {
      timers.remove(id)
      subscriptions.remove(id)
    }
    for (const { row, element } of keep) {
      if (row.element === element) continue
      if (timers.get(row.id)) timers.update(row.id, { element })
      else subscriptions.update(row.id, { element })
    }
    for (const node of add) {
      const refused = await listen(run, holder, scope, node)
      if (refused) return refused
    }
  }
  return undefined
}
