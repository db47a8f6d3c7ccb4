import type { Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { listenAround } from '../listen.js'
import { inputsOf } from '../mappings.js'
import { moving } from '../moves.js'
import { graphOf, note, type Run } from '../run.js'
import { openScope } from '../scopes.js'
import type { Token } from '../state.js'
import { isJoin } from './plan-return.js'

/**
 * A new token about to enter the last element of a path; the sub-processes before it are opened around it, without the tokens that they would begin
 * with. At a join the arrivals that are missing are credited (`all`), or it stands for the first missing one and waits for the others (`one`), or for the one that is named; `none`: it
 * stands there without having come by any flow.
 */
export async function beginAt(
  run: Run,
  scope: string,
  path: readonly Node[],
  arrivals: 'all' | 'one' | 'none' | { flow: string } = 'all',
): Promise<{ token: Token } | { problem: Problem }> {
  const { draft, command } = run
  const [node, ...rest] = path as [Node, ...Node[]]
  if (rest.length === 0)
    return { token: isJoin(node) && arrivals !== 'none' ? arrive(run, scope, node, arrivals) : moving(run, scope, node) }
  const token = draft.tokens.insert({ id: draft.nextId(), scope, node: node.id, waits: 'scope', since: command.at })
  note(run, 'entered', node.id, token)
  const given = await inputsOf(run, token, node)
  if ('problem' in given) return given
  const opened = await openScope(run, { kind: 'sub-process', parent: scope, element: node.id, token: token.id }, given.values)
  if ('problem' in opened) return opened
  const problem = await listenAround(run, token, node)
  return problem ? { problem } : beginAt(run, opened.scope.id, rest, arrivals)
}

function arrive(run: Run, scope: string, join: Node, arrivals: 'all' | 'one' | { flow: string }): Token {
  if (typeof arrivals === 'object') return moving(run, scope, join, arrivals.flow)
  const { draft } = run
  const graph = graphOf(run, scope)
  const here = new Set(draft.tokens.of(scope).flatMap(token => (token.node === join.id ? [token.arrivedBy] : [])))
  const flows = join.incoming.map(index => graph.flows[index]!.id)
  const missing = flows.filter(flow => !here.has(flow))
  const [first = flows[0]!, ...others] = missing
  if (arrivals === 'all') for (const flow of others) credit(run, scope, { node: join.id, flow })
  return moving(run, scope, join, first)
}

/** A branch that stays done stands before its join again. */
export function credit(run: Run, scope: string, { node, flow }: { node: string; flow: string }): void {
  const { draft, command } = run
  draft.tokens.insert({ id: draft.nextId(), scope, node, arrivedBy: flow, waits: 'join', since: command.at })
}
