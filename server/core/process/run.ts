import type { Json, Problem } from '../problem.js'
import type { Command, Effect, TrailEntry } from './command.js'
import { nodeOf, type Graph, type GraphScope, type Node } from './graph.js'
import type { Host } from './host.js'
import { countersOf } from './loops/counters.js'
import { namesRead } from './names-read.js'
import type { Scope, Token } from './state.js'
import type { Draft } from './state/draft.js'

/** One command under way: everything that elements and commands read and change. */
export interface Run {
  /** Of the process that was started; inside a called process another one counts: `graphOf`. Changes only when the instance migrates. */
  graph: Graph
  /** Graphs of called versions that the state names. */
  readonly graphs: Map<string, Graph>
  readonly host: Host
  readonly command: Command
  readonly draft: Draft
  /** Tokens about to enter their node, first come first served. No recursion: a chain of any length stays flat. */
  readonly queue: string[]
  readonly trail: TrailEntry[]
  readonly effects: Effect[]
  /** Field values that this command already decided to write to the record; expressions see them at once. */
  readonly written: Record<string, Json>
  /** Merged values per place, kept until something changes. */
  seen?: { at: string; version: number; values: Record<string, Json> }
  /** State of the data when conditional events were last looked at. */
  conditionsAt: number
}

/** Enough of a run to see where tokens are. */
export type Looking = Pick<Run, 'graph' | 'graphs' | 'draft'>

/** An effect without its id, which the run counts. */
export type NewEffect = Effect extends infer E ? (E extends Effect ? Omit<E, 'id' | 'element'> : never) : never

export function emit(run: Run, element: string, effect: NewEffect, id = run.draft.nextId()): void {
  run.effects.push({ id, element, ...effect } as Effect)
}

export function note(
  run: Run,
  type: TrailEntry['type'],
  element: string,
  token: Pick<Token, 'id' | 'scope'>,
  detail?: Json,
): void {
  const { at, by } = run.command
  run.trail.push({ element, type, at, scope: token.scope, token: token.id, by, ...(detail === undefined ? {} : { detail }) })
}

/** The graph that counts inside a scope: the called version's in a called process. */
export function graphOf(run: Looking, scope: string): Graph {
  if (run.graphs.size === 0) return run.graph
  for (let at = run.draft.scopes.get(scope); at; at = at.parent === undefined ? undefined : run.draft.scopes.get(at.parent))
    if (at.definition !== undefined) return run.graphs.get(at.definition)!
  return run.graph
}

export const nodeIn = (run: Looking, scope: string, element: string): Node => nodeOf(graphOf(run, scope), element)

/** The drawn container whose nodes the tokens of this scope are on; an iteration holds only its activity and has none. */
export function containerOf(run: Looking, scope: Scope): GraphScope | undefined {
  const graph = graphOf(run, scope.id)
  if (scope.kind === 'process' || scope.kind === 'called') return graph.scopes[0]
  if (scope.kind !== 'sub-process' && scope.kind !== 'event') return undefined
  const { inner } = nodeOf(graph, scope.element)
  return inner === undefined ? undefined : graph.scopes[inner]
}

/**
 * The data at a token or in a scope: the record's values, what this command wrote to it, and the variables over them, as far as they are here. A
 * called process sees its own variables only.
 */
export function valuesIn(run: Run, at: string): Record<string, Json> {
  const { variables } = run.draft
  if (run.seen?.at !== at || run.seen.version !== variables.version) {
    const values = variables.seen(run.draft.chain(at), { ...run.host.record, ...run.written })
    run.seen = { at, version: variables.version, values }
  }
  return run.seen.values
}

/** Large values rest with the host until something reads them: those of these names, without names all that are seen from here. */
export async function fetchValues(run: Run, at: string, names?: ReadonlySet<string>): Promise<void> {
  const { variables } = run.draft
  if (variables.complete) return
  for (const missing of variables.missing(run.draft.chain(at), names)) {
    const value = await run.host.variable?.(missing.scope, missing.name)
    if (value !== undefined) variables.fill(missing, value)
    delete run.seen
  }
}

/** Everything that is seen from here, also what is large. */
export async function allValues(run: Run, at: string): Promise<Record<string, Json>> {
  await fetchValues(run, at)
  return valuesIn(run, at)
}

/**
 * What an expression, or a rule that reads these names, sees: data, and around it the counters of loops, which are no variables. Where something is
 * large, it is given what it reads and nothing else.
 */
export async function seenBy(run: Run, at: string, read: string | ReadonlySet<string>): Promise<Record<string, Json>> {
  const { variables, scopes } = run.draft
  const names = !variables.large ? undefined : typeof read === 'string' ? namesRead(read) : read
  if (variables.large) await fetchValues(run, at, names)
  const chain = run.draft.chain(at)
  const inLoop = chain.some(({ id }) => scopes.get(id)?.kind === 'iteration' || scopes.get(id)?.kind === 'loop')
  const values = inLoop ? variables.seen(chain, { ...run.host.record, ...run.written }, shown(run)) : valuesIn(run, at)
  return names
    ? Object.fromEntries([...names].flatMap(name => (Object.hasOwn(values, name) ? [[name, values[name]!]] : [])))
    : values
}

const shown =
  (run: Run) =>
  ({ id }: { id: string }): Record<string, Json> | undefined => {
    const scope = run.draft.scopes.get(id)
    return scope && countersOf(scope)
  }

/** Writes to the record's picture; the effect that makes it true is emitted by the caller. */
export function writeFields(run: Run, values: Record<string, Json>): void {
  Object.assign(run.written, values)
  run.draft.variables.version += 1
}

/**
 * `at`: a token or a scope. Each name is set where it exists, looked for outwards, else on the process; an activity with output mappings keeps
 * what it sets to itself.
 */
export function setVariables(run: Run, at: string, values: Record<string, Json>): void {
  const { draft } = run
  const token = draft.tokens.get(at)
  const keeps = token && nodeIn(run, token.scope, token.node).outputs !== undefined
  const chain = keeps ? [{ id: at }] : draft.chain(at)
  for (const [name, value] of Object.entries(values)) if (name !== '__proto__') draft.variables.set(chain, name, value)
}

/** Expressions see the values at a token or in a scope, `$now()` (the command's time) and `$initiator`. */
export async function evaluate(
  run: Run,
  at: string,
  source: string,
): Promise<{ value: Json | undefined } | { problem: Problem }> {
  const bindings = { now: run.command.at, initiator: run.draft.instance.startedBy }
  return run.host.evaluate(source, await seenBy(run, at, source), bindings)
}

export const zoneOf = (run: Run, scope: string): string => graphOf(run, scope).zone ?? run.graph.zone ?? run.host.zone ?? 'UTC'
