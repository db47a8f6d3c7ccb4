import { problem, type Problem } from '../problem.js'
import type { Node } from './ast.js'
import { gateSource } from './gate-source.js'
import { tierOf, type Tier } from './gate-tier.js'
import { gateTree } from './gate-tree.js'
import { prepare, type Prepared } from './jsonata.js'
import type { Limits } from './limits.js'
import { IN_PROCESS } from './limits.js'

export type { Tier } from './gate-tier.js'

export interface Passed {
  tier: Tier
  tree: Node
  prepared: Prepared
}

/** The gate's whole answer, with what parsing gave; for who goes on to evaluate or to read the tree. */
export const passGate = (source: string, limits: Limits): Passed | Problem => {
  if (typeof source !== 'string') return problem('EXPR_EMPTY')
  const early = gateSource(source)
  if (early) return early
  const prepared = prepare(source, limits)
  if ('code' in prepared) return prepared
  const refused = gateTree(prepared.tree)
  if (refused) return refused
  const tier = tierOf(prepared.tree)
  return typeof tier === 'string' ? { tier, tree: prepared.tree, prepared } : tier
}

/**
 * Every expression passes here when it is saved and again before it is evaluated.
 * @returns the tier (A: in the server's own process; B: in a child that can be killed), or why it is refused:
 * EXPR_EMPTY, EXPR_TOO_LONG, EXPR_TOO_DEEP, EXPR_SYNTAX, EXPR_FORBIDDEN, EXPR_UNKNOWN_FUNCTION, EXPR_REGEX.
 * `params.position` is the offset just behind the token concerned.
 */
export const gate = (source: string): { tier: Tier } | Problem => {
  const passed = passGate(source, IN_PROCESS)
  return 'code' in passed ? passed : { tier: passed.tier }
}
