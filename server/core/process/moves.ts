import type { Json } from '../problem.js'
import type { Node } from './graph.js'
import { adHocDone } from './ad-hoc.js'
import { release } from './cancel.js'
import { remember } from './compensate.js'
import { conditionalFlows } from './flows.js'
import { listen, listening } from './listen.js'
import { iterationOf } from './loops/counters.js'
import { iterationDone } from './loops/iteration-done.js'
import { giveOutputs } from './mappings.js'
import { graphOf, nodeIn, note, setVariables, type Run } from './run.js'
import { wentStraightBack } from './return/straight-back.js'
import { clear, endScope, trigger } from './scopes.js'
import type { Subscription, Timer, Token } from './state.js'
import { stopAt, type Caught } from './trouble.js'

/** A new token that is about to enter `node`. */
export function moving(run: Run, scope: string, node: Node, arrivedBy?: string): Token {
  const { draft, command } = run
  const token = draft.tokens.insert({
    id: draft.nextId(),
    scope,
    node: node.id,
    ...(arrivedBy === undefined ? {} : { arrivedBy }),
    waits: 'continue',
    since: command.at,
  })
  run.queue.push(token.id)
  return token
}

/** What the token waited for has come: everything attached to it is called off, the node is done, the token leaves. */
export async function complete(run: Run, token: Token, node: Node, flows?: readonly number[], detail?: Json): Promise<void> {
  const refused = await giveOutputs(run, token, node)
  if (refused) return stopAt(run, token, node, refused, 'complete')
  await remember(run, token, node)
  release(run, token)
  note(run, 'completed', node.id, token, detail)
  if (await adHocDone(run, token)) return
  if (node.kind === 'end') return end(run, token)
  await leave(run, token, node, flows)
}

/** The token goes on by `flows`, or by the ordinary rules; where there is nowhere to go, it ends. That of a loop's child only ends its run. */
export async function leave(run: Run, token: Token, node: Node, flows?: readonly number[]): Promise<void> {
  if (iterationOf(run, token, node)) return iterationDone(run, token, node)
  if (await wentStraightBack(run, token, node)) return
  const graph = graphOf(run, token.scope)
  if (node.outgoing.length === 0) return end(run, token)
  if (!flows) {
    const chosen = await conditionalFlows(run, token, node)
    if ('problem' in chosen) return stopAt(run, token, node, chosen.problem, 'leave')
    flows = chosen.flows
  }
  const sent =
    node.completionQuantity === undefined ? flows : flows.flatMap(flow => Array<number>(node.completionQuantity!).fill(flow))
  sent.forEach((index, nth) => {
    const flow = graph.flows[index]!
    const target = graph.nodes[flow.target]!
    const arrivedBy = joins(target) ? flow.id : undefined
    note(run, 'taken', flow.id, token)
    if (nth > 0) moving(run, token.scope, target, arrivedBy)
    else send(run, token, target, arrivedBy)
  })
}

/** The token is about to enter another node. */
export function send(run: Run, token: Token, target: Node, arrivedBy?: string): Token {
  run.queue.push(token.id)
  return run.draft.tokens.update(token.id, { node: target.id, arrivedBy, waits: 'continue', since: run.command.at })
}

const joins = (node: Node): boolean =>
  (node.kind === 'parallel-gateway' || node.kind === 'inclusive-gateway' || node.kind === 'complex-gateway') &&
  node.incoming.length > 1

/** The token is consumed; with the last one its scope ends. */
export async function end(run: Run, token: Token): Promise<void> {
  const { draft } = run
  draft.tokens.remove(token.id)
  if (draft.tokens.count(token.scope) === 0) await endScope(run, draft.scopes.get(token.scope)!)
}

/** A timer or subscription has been met: its row is gone already, unless it goes on listening. */
export async function happen(run: Run, row: Timer | Subscription, data?: Record<string, Json>): Promise<void> {
  const node = nodeIn(run, row.scope, row.element)
  // a catching event that maps outputs keeps the message to itself until it is done
  const holder = run.draft.tokens.get(row.token)
  setVariables(run, holder?.node === row.element ? holder.id : row.scope, data ?? {})
  if (node.parallelMultiple && listening(run, row.token, node.id)) return
  if (node.kind === 'start') await trigger(run, row.scope, node)
  else await occur(run, run.draft.tokens.get(row.token)!, node)
  if (!node.parallelMultiple || node.interrupting !== false) return
  const refused = await listen(run, row.token, row.scope, node)
  const token = run.draft.tokens.get(row.token)
  if (refused && token) stopAt(run, token, nodeIn(run, token.scope, token.node), refused, 'enter')
}

/** Does this listener go on when it was met? A boundary event or event sub-process that does not interrupt. */
export const persists = (run: Run, { scope, element }: { scope: string; element: string }): boolean => {
  const node = nodeIn(run, scope, element)
  return node.interrupting === false && node.parallelMultiple === undefined
}

/** An error or escalation has found who takes it. */
export const taken = (run: Run, caught: Caught): Promise<void> =>
  'boundary' in caught ? occur(run, caught.host, caught.boundary) : trigger(run, caught.scope, caught.start)

/**
 * An event that the token listened for has happened at `node`: its own catching event, one behind its event-based gateway, or one on the
 * boundary of its activity. A non-interrupting boundary event leaves the token where it is and sends a new one.
 */
export async function occur(run: Run, token: Token, node: Node): Promise<void> {
  const { draft, command } = run
  const graph = graphOf(run, token.scope)
  const at = nodeIn(run, token.scope, token.node)
  if (node.index === at.index) return complete(run, token, node)
  if (node.host !== undefined) {
    if (node.interrupting === false) {
      const second = moving(run, token.scope, node)
      run.queue.pop()
      note(run, 'entered', node.id, second)
      return complete(run, second, node)
    }
    release(run, token)
    note(run, 'cancelled', at.id, token)
  } else {
    release(run, token)
    note(run, 'completed', at.id, token, { event: node.id })
    const flow = at.outgoing.find(index => graph.flows[index]!.target === node.index)
    if (flow !== undefined) note(run, 'taken', graph.flows[flow]!.id, token)
  }
  const moved = draft.tokens.update(token.id, { node: node.id, arrivedBy: undefined, waits: 'continue', since: command.at })
  note(run, 'entered', node.id, moved)
  await complete(run, moved, node)
}

/** Ends all other activity of the token's scope, then the token. */
export async function terminate(run: Run, token: Token, node: Node): Promise<void> {
  const { draft } = run
  clear(run, token.scope, token)
  note(run, 'completed', node.id, token)
  if (draft.scopes.get(token.scope)!.kind === 'process') draft.instance.status = 'terminated'
  await end(run, token)
}
