import type { Problem } from '../../problem.js'
import type { Move } from '../elements/element.js'
import type { EventSpec, Node } from '../graph.js'
import type { Run } from '../run.js'
import type { Token } from '../state.js'

/** Who begins to listen: a token or (event sub-process) a scope, for the `nth` event definition of `node`. */
export interface Listener {
  holder: string
  scope: string
  node: Node
  nth: number
}

/** One kind of trigger. `listen` where it is waited for, `throw` where it is thrown; a throw that answers a move decides how the token goes on. */
export interface EventKind<Type extends EventSpec['type']> {
  listen?(run: Run, listener: Listener, spec: Of<Type>): Problem | undefined | Promise<Problem | undefined>
  throw?(run: Run, token: Token, node: Node, spec: Of<Type>): Move | undefined | Promise<Move | undefined>
}

type Of<Type> = Extract<EventSpec, { type: Type }>

/** What timers and subscriptions of one listener have in common. */
export const rowOf = (run: Run, { holder, scope, node, nth }: Listener) => ({
  id: run.draft.nextId(),
  scope,
  token: holder,
  element: node.id,
  ...(nth > 0 ? { event: nth } : {}),
})
