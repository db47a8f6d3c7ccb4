import type { Json } from '../problem.js'
import { nodeOf, type Node } from './graph.js'
import { cancel, release } from './cancel.js'
import { conditionalFlows } from './flows.js'
import { note, type Run } from './run.js'
import type { Token } from './state.js'
import { stopAt } from './trouble.js'

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
  release(run, token)
  note(run, 'completed', node.id, token, detail)
  await leave(run, token, node, flows)
}

/** The token goes on by `flows`, or by the ordinary rules; where there is nowhere to go, it ends. */
export async function leave(run: Run, token: Token, node: Node, flows?: readonly number[]): Promise<void> {
  const { graph, draft, command } = run
  if (node.outgoing.length === 0) return end(run, token)
  if (!flows) {
    const chosen = await conditionalFlows(run, token.scope, node)
    if ('problem' in chosen) return stopAt(run, token, node, chosen.problem, 'leave')
    flows = chosen.flows
  }
  flows.forEach((index, nth) => {
    const flow = graph.flows[index]!
    const target = graph.nodes[flow.target]!
    const arrivedBy = joins(target) ? flow.id : undefined
    note(run, 'taken', flow.id, token)
    if (nth > 0) {
      moving(run, token.scope, target, arrivedBy)
      return
    }
    draft.tokens.update(token.id, { node: target.id, arrivedBy, waits: 'continue', since: command.at })
    run.queue.push(token.id)
  })
}

const joins = (node: Node): boolean =>
  (node.kind === 'parallel-gateway' || node.kind === 'inclusive-gateway') && node.incoming.length > 1

/** The token is consumed. With its last token a scope ends: the sub-process is done and its parent's token goes on, or the instance is. */
export async function end(run: Run, token: Token): Promise<void> {
  const { draft, graph, command } = run
  draft.tokens.remove(token.id)
  if (draft.tokens.count(token.scope) > 0) return
  const scope = draft.scopes.get(token.scope)!
  if (scope.token === undefined) {
    if (draft.instance.status === 'running') draft.instance.status = 'completed'
    draft.instance.endedAt = command.at
    return
  }
  const outer = draft.tokens.get(scope.token)!
  await complete(run, outer, nodeOf(graph, outer.node))
}

/**
 * An event that the token listened for has happened at `node`: its own catching event, one behind its event-based gateway, or one on the
 * boundary of its activity. A non-interrupting boundary event leaves the token where it is and sends a new one.
 */
export async function occur(run: Run, token: Token, node: Node): Promise<void> {
  const { graph, draft, command } = run
  const at = nodeOf(graph, token.node)
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
  for (const other of draft.tokens.of(token.scope)) if (other.id !== token.id) cancel(run, other)
  note(run, 'completed', node.id, token)
  if (draft.scopes.get(token.scope)!.token === undefined) draft.instance.status = 'terminated'
  await end(run, token)
}
