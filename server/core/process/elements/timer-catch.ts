import { problem, type Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { evaluate, zoneOf, type Run } from '../run.js'
import { schedule } from '../schedule.js'
import type { Token } from '../state.js'
import { stop, wait, type Element } from './element.js'

/** BPMN 2.0.2 §10.5.4, §10.5.5: waits until a date or for a duration. A cycle fires once here, after its first interval. */
export const timerCatch: Element = {
  async enter(run, token, node) {
    const refused = await startTimer(run, token, node)
    return refused ? stop(refused) : wait('timer')
  },
}

/** Sets the clock for `node`: a catching event that the token waits at, or a boundary event on its activity. */
export async function startTimer(run: Run, token: Token, node: Node): Promise<Problem | undefined> {
  const { draft } = run
  const spec = node.timer
  if (!spec) return problem('TIMER_NOT_UNDERSTOOD', node.id)
  const text = spec.literal ? { value: spec.text } : await evaluate(run, token.scope, spec.text)
  if ('problem' in text) return { ...text.problem, at: node.id }
  const due = schedule(spec.type, String(text.value), run.command.at, zoneOf(run))
  if ('problem' in due) return { ...due.problem, at: node.id }
  const { dueAt, repeat, every } = due
  const repeats = node.kind === 'timer-boundary' && node.interrupting === false && every !== undefined
  draft.timers.insert({
    id: draft.nextId(),
    scope: token.scope,
    token: token.id,
    element: node.id,
    dueAt,
    ...(repeats ? { repeat, every } : {}),
  })
  return undefined
}
