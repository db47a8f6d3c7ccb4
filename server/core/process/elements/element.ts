import type { Json, Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import type { Run } from '../run.js'
import type { Token } from '../state.js'

/** What an element decides for a token that came to it. The coordinator does it; an element never moves tokens of others itself. */
export type Move =
  /** Done: leaves by the ordinary rules (all flows without condition, and those whose condition is true). */
  | { type: 'pass'; detail?: Json }
  /** Done: leaves by exactly these flows (indexes). */
  | { type: 'take'; flows: number[]; detail?: Json }
  /** Done: goes on at this node, as if a flow led there. */
  | { type: 'jump'; to: Node }
  | { type: 'wait'; waits: Token['waits'] }
  /** Done: the token is consumed. */
  | { type: 'end' }
  /** An error is thrown outwards; uncaught it becomes a repair. */
  | { type: 'throw'; code: string }
  /** Ends every other token of the scope, then this one. */
  | { type: 'terminate' }
  /** What it threw took the token itself away. */
  | { type: 'gone' }
  /** A person must look: becomes a repair. */
  | { type: 'stop'; problem: Problem }

export interface Element {
  enter(run: Run, token: Token, node: Node): Move | Promise<Move>
}

export const pass: Move = { type: 'pass' }
export const wait = (waits: Token['waits']): Move => ({ type: 'wait', waits })
export const stop = (problem: Problem): Move => ({ type: 'stop', problem })
