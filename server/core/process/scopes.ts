import type { Json, Problem } from '../problem.js'
import { staysAdHoc } from './ad-hoc.js'
import { cancel, release } from './cancel.js'
import { goOnCompensating } from './compensate.js'
import { nodeOf, type Node } from './graph.js'
import { listen, stopListening } from './listen.js'
import { complete, end, moving } from './moves.js'
import { containerOf, evaluate, graphOf, note, type Run } from './run.js'
import type { Scope, Token } from './state.js'
import { stopAt } from './trouble.js'

/** A new scope with `values` of its own: its data objects get their first values, its event sub-processes begin to listen (BPMN 2.0.2 §10.3.5, §13.5.4). */
export async function openScope(
  run: Run,
  scope: Omit<Scope, 'id' | 'startedAt' | 'round'>,
  values: Record<string, Json> = {},
): Promise<{ scope: Scope } | { problem: Problem }> {
  const { draft, command } = run
  const opened = draft.scopes.insert({ id: draft.nextId(), ...scope, startedAt: command.at, round: 1 })
  for (const [name, value] of Object.entries(values)) draft.variables.setLocal(opened.id, name, value)
  const problem = (await declareData(run, opened)) ?? (await armHandlers(run, opened))
  return problem ? { problem } : { scope: opened }
}

/** Data objects of a scope that have no value yet get their first. */
export async function declareData(run: Run, scope: Scope): Promise<Problem | undefined> {
  const { variables } = run.draft
  // a large value that was not read is a value, too
  const given = new Set([...Object.keys(variables.of(scope.id)), ...variables.missing([scope]).map(each => each.name)])
  for (const { id, name, value } of containerOf(run, scope)?.data ?? []) {
    if (given.has(name)) continue
    const first = value === undefined ? { value: null } : await evaluate(run, scope.id, value)
    if ('problem' in first) return { ...first.problem, at: id }
    run.draft.variables.setLocal(scope.id, name, first.value ?? null)
  }
  return undefined
}

/** Event sub-processes of a scope listen as long as it lives. Those that do already (a retry) go on as they are. */
export async function armHandlers(run: Run, scope: Scope): Promise<Problem | undefined> {
  const graph = graphOf(run, scope.id)
  for (const index of containerOf(run, scope)?.handlers ?? []) {
    const inner = graph.scopes[graph.nodes[index]!.inner!]!
    for (const each of inner.nodes) {
      const start = graph.nodes[each]!
      const refused = start.kind === 'start' ? await listen(run, scope.id, scope.id, start) : undefined
      if (refused) return refused
    }
  }
  return undefined
}

/** The event sub-process of `start` begins in its scope; an interrupting one ends all else there first. */
export async function trigger(run: Run, scope: string, start: Node): Promise<void> {
  const { draft, command } = run
  const graph = graphOf(run, scope)
  const handler = nodeOf(graph, graph.scopes[start.scope]!.id)
  const outer = draft.tokens.insert({ id: draft.nextId(), scope, node: handler.id, waits: 'scope', since: command.at })
  if (start.interrupting !== false) {
    stopListening(run, scope)
    clear(run, scope, outer)
  }
  note(run, 'entered', handler.id, outer)
  const opened = await openScope(run, { kind: 'event', parent: scope, element: handler.id, token: outer.id })
  if ('problem' in opened) return stopAt(run, outer, handler, opened.problem, 'enter')
  moving(run, opened.scope.id, start)
}

/** Ends every token of a scope but one. */
export function clear(run: Run, scope: string, but?: Token): void {
  for (const other of run.draft.tokens.of(scope)) if (other.id !== but?.id && run.draft.tokens.get(other.id)) cancel(run, other)
}

/** What a process held besides tokens goes; its variables stay on record. */
export function stopScope(run: Run, scope: Scope): void {
  stopListening(run, scope.id)
  for (const compensation of run.draft.compensations.of(scope.id)) run.draft.compensations.remove(compensation.id)
}

/** With its last token a scope ends: what waited for it goes on, or the instance is done. */
export async function endScope(run: Run, scope: Scope): Promise<void> {
  const { draft, command } = run
  if (scope.kind === 'process') {
    stopScope(run, scope)
    if (draft.instance.status === 'running') draft.instance.status = 'completed'
    draft.instance.endedAt = command.at
    return
  }
  if (scope.kind === 'compensation') return goOnCompensating(run, scope)
  if (staysAdHoc(run, scope)) return
  const outer = draft.tokens.get(scope.token!)!
  const node = nodeOf(graphOf(run, outer.scope), outer.node)
  if (scope.kind !== 'event') return complete(run, outer, node)
  release(run, outer)
  note(run, 'completed', node.id, outer)
  await end(run, outer)
}
