import type { Json } from '../../problem.js'
import type { Node } from '../graph.js'
import type { Run } from '../run.js'
import type { LoopCounts, Scope, Token } from '../state.js'

/** The run of a loop that this token is, which executes the plain activity; undefined for every other token on it. */
export function iterationOf(run: Run, token: Token, node: Node): Scope | undefined {
  const scope = run.draft.scopes.get(token.scope)
  return scope?.kind === 'iteration' && scope.element === node.id ? scope : undefined
}

/** The body of the loop that a token waits for. */
export const bodyOf = (run: Run, outer: Token): Scope | undefined =>
  run.draft.scopes.of(outer.id).find(scope => scope.kind === 'loop')

/** Changes the counters of a body; what reads them is computed anew. */
export function count(run: Run, body: string, change: (loop: LoopCounts) => Partial<LoopCounts>): Scope {
  const { scopes, variables } = run.draft
  const { loop } = scopes.get(body)!
  variables.version += 1
  return scopes.update(body, { loop: { ...loop!, ...change(loop!) } })
}

export const active = ({ spawned, completed, terminated }: LoopCounts): number => spawned - completed - terminated

/**
 * What expressions see of a loop without any row for it: the counters under the names of the standard (BPMN 2.0.2 Table 10.30) and under those
 * that Camunda's diagrams use. `loopCounter` counts from 0: inside, it is the number of this run; in the condition of a standard loop how often it
 * has run. (Zeebe counts from 1.)
 */
export function countersOf({ kind, loop, index }: Pick<Scope, 'kind' | 'loop' | 'index'>): Record<string, Json> | undefined {
  if (kind === 'iteration') return { loopCounter: index ?? 0 }
  if (kind !== 'loop' || !loop) return undefined
  const [total, running] = [loop.total ?? loop.spawned, active(loop)]
  return {
    loopCounter: loop.completed,
    numberOfInstances: total,
    numberOfActiveInstances: running,
    numberOfCompletedInstances: loop.completed,
    numberOfTerminatedInstances: loop.terminated,
    nrOfInstances: total,
    nrOfActiveInstances: running,
    nrOfCompletedInstances: loop.completed,
    nrOfTerminatedInstances: loop.terminated,
  }
}

/** Their names. */
export const COUNTERS: readonly string[] = Object.keys(
  countersOf({ kind: 'loop', loop: { spawned: 0, completed: 0, terminated: 0 } })!,
)

/**
 * The children of a multi-instance are as many as they are, however long each is: their steps do not add up to an endless loop. What is drawn
 * around it does.
 */
export function forgiveSteps(run: Run, { loop }: Scope): void {
  const { instance } = run.draft
  if (loop?.steps !== undefined) instance.automatic = Math.min(instance.automatic, loop.steps)
}
