import type { Json, Problem } from '../problem.js'
import type { Command, Effect, TrailEntry } from './command.js'
import type { Graph } from './graph.js'
import type { Host } from './host.js'
import type { Token } from './state.js'
import type { Draft } from './state/draft.js'

/** One command under way: everything that elements and commands read and change. */
export interface Run {
  readonly graph: Graph
  readonly host: Host
  readonly command: Command
  readonly draft: Draft
  /** Tokens about to enter their node, first come first served. No recursion: a chain of any length stays flat. */
  readonly queue: string[]
  readonly trail: TrailEntry[]
  readonly effects: Effect[]
  /** Field values that this command already decided to write to the record; expressions see them at once. */
  readonly written: Record<string, Json>
  /** Merged values per scope, kept until something changes. */
  seen?: { scope: string; version: number; values: Record<string, Json> }
}

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

/** What expressions see in a scope: the record's values, what this command wrote to it, and the variables over them. */
export function valuesIn(run: Run, scope: string): Record<string, Json> {
  const { variables } = run.draft
  if (run.seen?.scope !== scope || run.seen.version !== variables.version) {
    const values = variables.seen(run.draft.chain(scope), { ...run.host.record, ...run.written })
    run.seen = { scope, version: variables.version, values }
  }
  return run.seen.values
}

/** Writes to the record's picture; the effect that makes it true is emitted by the caller. */
export function writeFields(run: Run, values: Record<string, Json>): void {
  Object.assign(run.written, values)
  delete run.seen
}

export function setVariables(run: Run, scope: string, values: Record<string, Json>): void {
  const chain = run.draft.chain(scope)
  for (const [name, value] of Object.entries(values)) if (name !== '__proto__') run.draft.variables.set(chain, name, value)
}

/** Expressions see the values of the scope, `$now()` (the command's time) and `$initiator`. */
export async function evaluate(
  run: Run,
  scope: string,
  source: string,
): Promise<{ value: Json | undefined } | { problem: Problem }> {
  const bindings = { now: run.command.at, initiator: run.draft.instance.startedBy }
  return run.host.evaluate(source, valuesIn(run, scope), bindings)
}

export const zoneOf = (run: Run): string => run.graph.zone ?? run.host.zone ?? 'UTC'
