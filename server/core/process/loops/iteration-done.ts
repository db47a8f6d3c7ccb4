import { closeScope, release } from '../cancel.js'
import { events } from '../events/index.js'
import { problem, type Json, type Problem } from '../../problem.js'
import type { EventSpec, LoopSpec, Node } from '../graph.js'
import { taken } from '../moves.js'
import { evaluate, type Run } from '../run.js'
import type { Scope, Token } from '../state.js'
import { catcherOf, stopAt } from '../trouble.js'
import { count, forgiveSteps } from './counters.js'
import { finish, runsAgain } from './finish.js'
import { keepOutput } from './pages.js'
import { spawnNext } from './spawn.js'

/**
 * BPMN 2.0.2 §13.3.7: a child of a loop is done. It gives its output, the loop throws its event, then its condition says whether the loop goes on; the
 * last child, or a completion condition that holds, ends it. What fails here stops the child, whose retry comes here again.
 */
export async function iterationDone(run: Run, token: Token, node: Node): Promise<void> {
  const { draft } = run
  const iteration = draft.scopes.get(token.scope)!
  const spec = node.loop!
  const before = draft.scopes.get(iteration.parent!)!
  const body = count(run, before.id, ({ completed }) => ({ completed: completed + 1 }))
  forgiveSteps(run, body)
  const decided = await decide(run, token, iteration, body, spec)
  if ('problem' in decided) {
    count(run, body.id, () => before.loop!)
    return stopAt(run, token, node, decided.problem, 'leave')
  }
  if (decided.output !== undefined) keepOutput(run, body, iteration.index!, decided.output)
  for (const event of decided.events) {
    await raise(run, token, node, event)
    if (draft.tokens.get(token.id)) continue
    // what caught it has ended the loop: children that are not here end with it, and this one is no longer counted among them
    const { spawned, completed, terminated } = body.loop!
    if (spawned > completed + terminated && !draft.dropped.includes(body.id)) draft.dropped.push(body.id)
    return
  }
  const outer = draft.tokens.get(iteration.token!)!
  release(run, token)
  draft.tokens.remove(token.id)
  closeScope(run, iteration)
  if (decided.over) await finish(run, outer, body, node, spec)
  else if (spec.type === 'standard' || spec.sequential) await spawnNext(run, outer, body, node)
}

type Decided = { over: boolean; events: EventSpec[]; output?: Json } | { problem: Problem }

/** Computes everything that can fail before anything happens. */
async function decide(run: Run, token: Token, iteration: Scope, body: Scope, spec: LoopSpec): Promise<Decided> {
  if (spec.type === 'standard') {
    const again = await runsAgain(run, body, spec)
    return typeof again === 'boolean' ? { over: !again, events: [] } : again
  }
  let output: Json | undefined
  if (spec.output !== undefined) {
    const given = await evaluate(run, iteration.id, spec.outputItem ?? `\`${spec.item ?? 'loopCounter'}\``)
    if ('problem' in given) return given
    output = given.value ?? null
  }
  const events = await thrownBy(run, iteration, body, spec, token.node)
  if (!Array.isArray(events)) return events
  const lost = uncaught(run, token, events)
  if (lost !== undefined) return { problem: problem('UNCAUGHT_ERROR', token.node, { error: lost }) }
  const { total, completed, terminated } = body.loop!
  const given = output === undefined ? {} : { output }
  if (completed + terminated >= total!) return { over: true, events, ...given }
  const holds = spec.until === undefined ? { value: false } : await evaluate(run, iteration.id, spec.until)
  return 'problem' in holds ? holds : { over: holds.value === true, events, ...given }
}

/** By the loop's behaviour: an event for each child, for the first one, or where a condition holds. The default is a signal of the activity's id. */
async function thrownBy(
  run: Run,
  iteration: Scope,
  body: Scope,
  spec: Extract<LoopSpec, { type: 'multi' }>,
  element: string,
): Promise<EventSpec[] | { problem: Problem }> {
  const usual: EventSpec = { type: 'signal', name: element }
  if (spec.behavior === 'none') return [spec.noneEvent ?? usual]
  if (spec.behavior === 'one') return body.loop!.completed === 1 ? [spec.oneEvent ?? usual] : []
  const events: EventSpec[] = []
  for (const { when, event } of spec.behavior === 'complex' ? spec.complex : []) {
    const holds = await evaluate(run, iteration.id, when)
    if ('problem' in holds) return holds
    if (holds.value === true) events.push(event)
  }
  return events
}

/** The code of an error among them that nobody would catch. */
function uncaught(run: Run, token: Token, events: readonly EventSpec[]): string | undefined {
  const lost = events.find(each => each.type === 'error' && !catcherOf(run, token, 'error', each.code ?? ''))
  return lost && 'code' in lost ? (lost.code ?? '') : undefined
}

/** Thrown from the child, so that a boundary event of the loop can catch it. */
async function raise(run: Run, token: Token, node: Node, event: EventSpec): Promise<void> {
  const move = await events[event.type].throw?.(run, token, node, event as never)
  if (move?.type !== 'throw') return
  const caught = catcherOf(run, token, 'error', move.code)
  if (caught) await taken(run, caught)
}
