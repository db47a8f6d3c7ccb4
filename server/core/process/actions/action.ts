import type { Json, Problem } from '../../problem.js'
import type { Move } from '../elements/element.js'
import type { Action } from '../definition.js'
import type { Node } from '../graph.js'
import { readBy } from '../names-read.js'
import { evaluate, seenBy, type Run } from '../run.js'
import type { Token } from '../state.js'

export type ActionOf<Type extends Action['type']> = Extract<Action, { type: Type }>
/** What a service task does. It emits effects, and passes, waits for a job, or stops with a repair. */
export type Perform<Type extends Action['type']> = (
  run: Run,
  token: Token,
  node: Node,
  action: ActionOf<Type>,
) => Move | Promise<Move>

/** Each value is JSONata; what gives nothing empties the field. */
export async function computed(
  run: Run,
  at: string,
  sources: Record<string, string>,
): Promise<{ values: Record<string, Json> } | { problem: Problem }> {
  const values: Record<string, Json> = {}
  for (const [key, source] of Object.entries(sources)) {
    const result = await evaluate(run, at, source)
    if ('problem' in result) return { problem: { ...result.problem, params: { ...result.problem.params, field: key } } }
    values[key] = result.value ?? null
  }
  return { values }
}

/** People by an assignment, with the facts of this instance. */
export const peopleFor = async (run: Run, token: Token, to: ActionOf<'notify'>['to']) =>
  run.host.people(to, {
    startedBy: run.draft.instance.startedBy,
    values: await seenBy(run, token.id, readBy(to)),
    ...(run.host.record ? { record: run.host.record } : {}),
  })
