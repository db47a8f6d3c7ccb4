import type { Json, Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { emit, evaluate, setVariables, valuesIn, type Run } from '../run.js'
import type { Token } from '../state.js'
import { pass, stop, wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §10.3.4.1 (receive task), §10.5.4 (intermediate message event): waits for a message by name and correlation key
 * (formloom:correlationKey, JSONata; none takes any key). A receive task that instantiates is not executed.
 */
export const messageCatch: Element = {
  async enter(run, token, node) {
    const refused = await subscribe(run, token, node)
    return refused ? stop(refused) : wait('message')
  },
}

/** BPMN 2.0.2 §10.3.4.1 (send task), §10.5.4, §10.5.3 (throw and end message event): sends and goes on; it never waits for an answer. */
const send: Element = {
  async enter(run, token, node) {
    const key = await keyOf(run, token.scope, node)
    if ('problem' in key) return stop(key.problem)
    const name = node.message ?? node.id
    emit(run, node.id, { kind: 'send-message', name, key: key.key, data: { ...valuesIn(run, token.scope) } })
    return pass
  },
}

export const messageThrow = send
export const messageEnd: Element = {
  async enter(run, token, node) {
    const move = await send.enter(run, token, node)
    return move.type === 'pass' ? { type: 'end' } : move
  },
}

/** The token begins to listen for `node`'s message (a catching event or a boundary event on the token's activity). */
export async function subscribe(run: Run, token: Token, node: Node): Promise<Problem | undefined> {
  const key = await keyOf(run, token.scope, node)
  if ('problem' in key) return key.problem
  const { draft } = run
  const name = node.message ?? node.id
  draft.subscriptions.insert({
    id: draft.nextId(),
    scope: token.scope,
    token: token.id,
    element: node.id,
    type: 'message',
    name,
    key: key.key,
  })
  return undefined
}

async function keyOf(run: Run, scope: string, node: Node): Promise<{ key: string } | { problem: Problem }> {
  const source = node.settings.correlationKey
  if (source === undefined) return { key: '' }
  const result = await evaluate(run, scope, source)
  if ('problem' in result) return { problem: { ...result.problem, at: node.id } }
  return { key: result.value === undefined || result.value === null ? '' : keyText(result.value) }
}

export const keyText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Message data become variables of the scope that waited. */
export const receive = (run: Run, scope: string, data: Record<string, Json> | undefined): void =>
  setVariables(run, scope, data ?? {})
