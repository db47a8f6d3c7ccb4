import { events } from '../events/index.js'
import { listen } from '../listen.js'
import type { Token } from '../state.js'
import { pass, stop, wait, type Element, type Move } from './element.js'

/**
 * BPMN 2.0.2 §10.5.2, §13.5.1: the trigger of a start event was met before its token existed, that of a boundary event is met at its activity
 * (§10.5.4), so both only pass.
 */
export const reached: Element = { enter: () => pass }

/**
 * BPMN 2.0.2 §10.5.4: waits for its trigger; with several definitions for any of them, with parallelMultiple for all. A link catch is come to
 * by its throw only and passes.
 */
export const catching: Element = {
  async enter(run, token, node) {
    if (node.events.some(event => event.type === 'link')) return pass
    const refused = await listen(run, token.id, token.scope, node)
    return refused ? stop(refused) : wait(waitFor(node.events.map(event => event.type)))
  },
}

/** BPMN 2.0.2 §10.5.4: throws each of its definitions in their order and goes on; a none event only marks a state. */
export const throwing: Element = {
  async enter(run, token, node) {
    return (await throwAll(run, token, node)) ?? pass
  },
}

/** BPMN 2.0.2 §10.5.3: throws each of its definitions; then its token is consumed. */
export const ending: Element = {
  async enter(run, token, node) {
    return (await throwAll(run, token, node)) ?? { type: 'end' }
  },
}

const throwAll = async (...[run, token, node]: Parameters<Element['enter']>): Promise<Move | undefined> => {
  // what ends or waits comes last
  const order = (type: string) => ['compensation', 'error', 'cancel', 'terminate'].indexOf(type)
  for (const spec of node.events.toSorted((a, b) => order(a.type) - order(b.type))) {
    const move = await events[spec.type].throw?.(run, token, node, spec as never)
    if (move) return move
    if (!run.draft.tokens.get(token.id)) return { type: 'gone' }
  }
  return undefined
}

/** What a token waits for that waits for these. */
export function waitFor(types: readonly string[]): Token['waits'] {
  const [type] = types
  const single = types.length === 1 && (type === 'timer' || type === 'message' || type === 'signal' || type === 'condition')
  return single ? type : 'event'
}
