import { cancel, closeScope } from '../cancel.js'
import { bodyOf, count } from '../loops/counters.js'
import { finish } from '../loops/finish.js'
import { spawnNext } from '../loops/spawn.js'
import { nodeIn, type Run } from '../run.js'
import type { Scope, Token } from '../state.js'

/**
 * A token goes with everything that hangs on it. A scope without a token has nothing to do: a child of a loop then counts as ended early, any other
 * goes with the token that waits for it, outwards. False: the process itself has no token left.
 */
export async function takeAway(run: Run, token: Token): Promise<boolean> {
  const { draft } = run
  cancel(run, token)
  const scope = draft.scopes.get(token.scope)!
  if (draft.tokens.count(scope.id) > 0) return true
  if (scope.token === undefined) return false
  const outer = draft.tokens.get(scope.token)!
  if (scope.kind !== 'iteration') return takeAway(run, outer)
  await endChild(run, scope, outer)
  return true
}

async function endChild(run: Run, child: Scope, outer: Token): Promise<void> {
  const node = nodeIn(run, outer.scope, outer.node)
  closeScope(run, child)
  const body = count(run, bodyOf(run, outer)!.id, ({ terminated }) => ({ terminated: terminated + 1 }))
  const { total = Infinity, spawned, completed, terminated } = body.loop!
  const idle = spawned === completed + terminated
  if (idle && (node.loop!.type === 'standard' || spawned >= total)) return finish(run, outer, body, node, node.loop!)
  const inTurn = node.loop!.type === 'multi' && node.loop!.sequential
  if (idle && inTurn) await spawnNext(run, outer, body, node)
}
