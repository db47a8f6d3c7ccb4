import type { Json, Problem } from '../../problem.js'
import { allValues, emit, evaluate, type Run } from '../run.js'
import { rowOf, type EventKind } from './event.js'

/**
 * BPMN 2.0.2 §10.5.5: a message goes to one receiver, found by name and correlation key (formloom:correlationKey, JSONata; none takes any
 * key). It carries the values that its thrower sees. Not done: CorrelationProperty and conversations of the standard.
 */
export const message: EventKind<'message'> = {
  async listen(run, listener, { name, key }) {
    const found = await keyOf(run, listener.holder, key)
    if ('problem' in found) return { ...found.problem, at: listener.node.id }
    run.draft.subscriptions.insert({ ...rowOf(run, listener), type: 'message', name, key: found.key })
    return undefined
  },
  async throw(run, token, node, { name, key }) {
    const found = await keyOf(run, token.id, key)
    if ('problem' in found) return { type: 'stop', problem: { ...found.problem, at: node.id } }
    emit(run, node.id, { kind: 'send-message', name, key: found.key, data: { ...(await allValues(run, token.id)) } })
    return undefined
  },
}

async function keyOf(run: Run, at: string, source: string | undefined): Promise<{ key: string } | { problem: Problem }> {
  if (source === undefined) return { key: '' }
  const result = await evaluate(run, at, source)
  if ('problem' in result) return result
  return { key: result.value === undefined || result.value === null ? '' : keyText(result.value) }
}

export const keyText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
