import { problem } from '../problem.js'
import { release } from './cancel.js'
import type { Graph, Node } from './graph.js'
import { opensScope } from './mappings.js'
import { graphOf, nodeIn, allValues, type Run } from './run.js'
import { complete, end, moving } from './moves.js'
import { clear, openScope } from './scopes.js'
import type { Compensation, Scope, Token } from './state.js'
import { older } from './state/draft.js'
import { stopAt } from './trouble.js'
import { leaveCancelled } from './transactions.js'

/** Begins a compensation event sub-process? */
const handlesItself = (graph: Graph, node: Node): Node | undefined =>
  graph.scopes[node.inner ?? -1]?.handlers
    .flatMap(index => graph.scopes[graph.nodes[index]!.inner!]!.nodes.map(each => graph.nodes[each]!))
    .find(start => start.kind === 'start' && start.events.some(event => event.type === 'compensation'))

/**
 * BPMN 2.0.2 §13.5.5: an activity that is done can be compensated where it has a handler, a compensation event sub-process, or holds what can be. Its
 * data of this moment are kept with it. A loop's children each count, on the level of the loop.
 */
export async function remember(run: Run, token: Token, node: Node): Promise<void> {
  const { draft } = run
  if (node.forCompensation) return
  const inner = draft.scopes.of(token.id).find(scope => scope.kind === 'sub-process' || scope.kind === 'called')
  const held = inner ? draft.compensations.of(inner.id).sort(older) : []
  const graph = graphOf(run, token.scope)
  if (node.compensator === undefined && held.length === 0 && !handlesItself(graph, node)) return
  const scope = draft.scopes.get(token.scope)!
  const level = scope.kind === 'iteration' ? draft.tokens.get(scope.token!)!.scope : token.scope
  draft.compensations.insert({
    id: draft.nextId(),
    scope: level,
    element: node.id,
    data: { ...(await allValues(run, inner?.id ?? token.id)) },
    ...(inner?.definition === undefined ? {} : { definition: inner.definition }),
    ...(held.length === 0 ? {} : { inner: held }),
  })
}

/** The scope whose activities a throw at this token compensates: its own, or from an event sub-process the one around it. */
export function compensated(run: Run, token: Token): string {
  const scope = run.draft.scopes.get(token.scope)!
  return scope.kind === 'event' ? scope.parent! : scope.id
}

/**
 * Compensates what is done in a scope (one activity of it, or all), the latest first, one after the other, while `holder` waits. Answers false when
 * there is nothing to compensate.
 */
export async function compensate(run: Run, holder: Token, scope: string, activity?: string): Promise<boolean> {
  return next(run, holder, scope, run.draft.instance.seq, activity)
}

async function next(run: Run, holder: Token, scope: string, until: number, activity?: string): Promise<boolean> {
  const { draft } = run
  const due = draft.compensations.of(scope).filter(row => numberOf(row.id) <= until)
  const row = due
    .filter(each => activity === undefined || each.element === activity)
    .sort(older)
    .at(-1)
  if (!row) return false
  draft.compensations.remove(row.id)
  draft.tokens.update(holder.id, { waits: 'compensation', since: run.command.at })
  const graph = graphOf(run, scope)
  const node = nodeIn(run, scope, row.element)
  const own = handlesItself(graph, node)
  const begin = node.compensator === undefined ? own : graph.nodes[node.compensator]!
  const opened = await openScope(
    run,
    {
      kind: 'compensation',
      parent: scope,
      element: begin?.id ?? node.id,
      token: holder.id,
      index: until,
      ...(activity === undefined ? {} : { activity }),
    },
    row.data,
  )
  if ('problem' in opened) {
    stopAt(run, holder, nodeIn(run, holder.scope, holder.node), opened.problem, 'enter')
    return true
  }
  const { id } = opened.scope
  if (begin) {
    if (node.compensator === undefined) putBack(run, id, row)
    moving(run, id, begin)
    return true
  }
  // without a handler of its own a sub-process is compensated by what was done inside; a token stands for that
  const place = { scope: id, node: node.id, waits: 'compensation' as const, since: run.command.at }
  const inside = draft.tokens.insert({ id: draft.nextId(), ...place })
  const level = row.definition === undefined ? id : await calledLevel(run, inside, row.definition)
  if (level === undefined) {
    const missing = problem('CALLED_VERSION_MISSING', node.id, { definition: row.definition! })
    stopAt(run, inside, node, missing, 'enter')
    return true
  }
  putBack(run, level, row)
  if (!(await compensate(run, inside, level))) await finish(run, inside)
  return true
}

/** What was done inside can be compensated there. */
function putBack({ draft }: Run, scope: string, row: Compensation): void {
  for (const each of row.inner ?? []) draft.compensations.insert({ ...each, id: draft.nextId(), scope })
}

/** Inside a called process its own graph counts, and nothing of the caller is seen. */
async function calledLevel(run: Run, inside: Token, definition: string): Promise<string | undefined> {
  const graph = run.graphs.get(definition) ?? (await run.host.graph?.(definition))
  if (!graph) return undefined
  run.graphs.set(definition, graph)
  const scope = { kind: 'compensation' as const, parent: inside.scope, element: inside.node, definition, token: inside.id }
  const opened = await openScope(run, scope)
  return 'scope' in opened ? opened.scope.id : undefined
}

/** A handler is done: the one before it is next; after the last the thrower goes on. */
export async function goOnCompensating(run: Run, scope: Scope): Promise<void> {
  const { draft } = run
  const holder = draft.tokens.get(scope.token!)!
  clear(run, scope.id)
  draft.variables.drop(scope.id)
  for (const row of draft.compensations.of(scope.id)) draft.compensations.remove(row.id)
  draft.scopes.remove(scope.id)
  if (!(await next(run, holder, scope.parent!, scope.index!, scope.activity))) await finish(run, holder)
}

async function finish(run: Run, holder: Token): Promise<void> {
  const node = nodeIn(run, holder.scope, holder.node)
  if (run.draft.scopes.get(holder.scope)!.kind === 'compensation' && opensScope(node)) {
    release(run, holder)
    return end(run, holder)
  }
  if (node.events.some(event => event.type === 'cancel')) return leaveCancelled(run, holder)
  const thrown = node.events.find(event => event.type === 'compensation')
  if (thrown?.type === 'compensation' && !thrown.wait && node.kind === 'throw') return end(run, holder)
  await complete(run, holder, node)
}

const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1))
