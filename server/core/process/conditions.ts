import { happen, persists } from './moves.js'
import { evaluate, nodeIn, type Run } from './run.js'
import { older } from './state/draft.js'
import type { Subscription } from './state.js'

/**
 * BPMN 2.0.2 §10.5.5: conditional events happen when their condition becomes true. They are looked at when they begin to listen and after every step
 * that changed data, in the same transaction; an expression that fails does not hold. Answers whether one happened.
 */
export async function checkConditions(run: Run): Promise<boolean> {
  const { draft } = run
  let happened = false
  while (run.conditionsAt !== draft.variables.version) {
    run.conditionsAt = draft.variables.version
    const listeners = draft.subscriptions.all().filter(each => each.type === 'condition')
    for (const listener of listeners.sort(older)) {
      if (!draft.subscriptions.get(listener.id)) continue
      if (await becameTrue(run, listener)) {
        happened = true
        if (!persists(run, listener)) draft.subscriptions.remove(listener.id)
        await happen(run, listener)
      }
    }
  }
  return happened
}

async function becameTrue(run: Run, listener: Subscription): Promise<boolean> {
  const spec = nodeIn(run, listener.scope, listener.element).events[listener.event ?? 0]!
  const result = spec.type === 'condition' ? await evaluate(run, listener.token, spec.when) : undefined
  const holds = result !== undefined && 'value' in result && result.value === true
  if (holds !== (listener.held ?? false)) run.draft.subscriptions.update(listener.id, { held: holds })
  return holds && listener.held !== true
}
