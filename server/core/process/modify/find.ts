import { problem, type Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { containerOf, graphOf, type Looking } from '../run.js'
import type { Scope, Token } from '../state.js'
import { notAPlace, pathTo } from '../return/target.js'

/** Where a token is to begin: the running scope, and the path in it. */
export interface Spot {
  scope: Scope
  path: Node[]
}

/**
 * The running scope that holds an element, or the innermost one in which sub-processes can be opened around it. NO_SUCH_ELEMENT, NO_SUCH_SCOPE,
 * MODIFY_AMBIGUOUS { scopes } (several hold it: name one), those of `notAPlace`; `after`: a boundary event may be left, though not begun.
 */
export function spotOf(look: Looking, element: string, within: string | undefined, after = false): Spot | Problem {
  const { draft } = look
  const scopes = draft.scopes
    .all()
    .filter(scope => containerOf(look, scope) && (within === undefined || isWithin(look, scope, within)))
  if (within !== undefined && !draft.scopes.get(within)) return problem('NO_SUCH_SCOPE', within)
  const found = scopes.flatMap(scope => {
    const path = pathTo(look, scope, element)
    return path ? [{ scope, path }] : []
  })
  const shortest = Math.min(...found.map(({ path }) => path.length))
  const nearest = found.filter(({ path }) => path.length === shortest)
  const [spot, ...others] = nearest
  if (!spot) return problem('NO_SUCH_ELEMENT', element)
  if (others.length > 0) return problem('MODIFY_AMBIGUOUS', element, { scopes: nearest.map(({ scope }) => scope.id) })
  const { path } = spot
  const boundary = after && path.at(-1)!.kind === 'boundary'
  return notAPlace(boundary ? [...path.slice(0, -1), hostOf(look, spot)] : path) ?? spot
}

const hostOf = (look: Looking, { scope, path }: Spot): Node => graphOf(look, scope.id).nodes[path.at(-1)!.host!]!

function isWithin(look: Looking, scope: Scope, outer: string): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent === undefined ? undefined : look.draft.scopes.get(at.parent))
    if (at.id === outer) return true
  return false
}

/** Tokens on an element; of a loop the one that waits for its children. NO_SUCH_SCOPE, NO_SUCH_ELEMENT, MODIFY_NOTHING_THERE. */
export function tokensAt(look: Looking, element: string, within?: string): Token[] | Problem {
  const { draft } = look
  if (within !== undefined && !draft.scopes.get(within)) return problem('NO_SUCH_SCOPE', within)
  const known = draft.scopes.all().some(scope => graphOf(look, scope.id).nodeAt.has(element))
  if (!known) return problem('NO_SUCH_ELEMENT', element)
  const here = draft.tokens.all().filter(token => {
    const scope = draft.scopes.get(token.scope)!
    const child = scope.kind === 'iteration' && scope.element === element
    return token.node === element && !child && (within === undefined || isWithin(look, scope, within))
  })
  return here.length > 0 ? here : problem('MODIFY_NOTHING_THERE', element)
}
