import type { Problem } from '../problem.js'
import { events } from './events/index.js'
import type { Node } from './graph.js'
import { graphOf, type Run } from './run.js'
import type { Token } from './state.js'

/**
 * The triggers of a catching event begin to listen: each becomes a timer or a subscription of its holder, the token that waits, or for
 * the start of an event sub-process the scope. An event that listens already (a retry, a job that is tried again) goes on as it is.
 */
export async function listen(run: Run, holder: string, scope: string, node: Node): Promise<Problem | undefined> {
  if (listening(run, holder, node.id)) return undefined
  for (const [nth, spec] of node.events.entries()) {
    const refused = await events[spec.type].listen?.(run, { holder, scope, node, nth }, spec as never)
    if (refused) return refused
  }
  return undefined
}

/** Boundary events of an activity that waits. Those of an iteration belong to the loop as a whole. */
export async function listenAround(run: Run, token: Token, node: Node): Promise<Problem | undefined> {
  if (run.draft.scopes.get(token.scope)?.kind === 'iteration') return undefined
  const graph = graphOf(run, token.scope)
  for (const index of node.attached) {
    const refused = await listen(run, token.id, token.scope, graph.nodes[index]!)
    if (refused) return refused
  }
  return undefined
}

/** Timers and subscriptions of this element that a token or scope still holds. */
export function listening(run: Run, holder: string, element: string): boolean {
  const { timers, subscriptions } = run.draft
  return [...timers.of(holder), ...subscriptions.of(holder)].some(row => row.element === element)
}

export function stopListening(run: Run, holder: string): void {
  const { timers, subscriptions } = run.draft
  for (const timer of timers.of(holder)) timers.remove(timer.id)
  for (const subscription of subscriptions.of(holder)) subscriptions.remove(subscription.id)
}
