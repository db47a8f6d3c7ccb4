import type { Problem } from '../../problem.js'
import type { Graph, Node } from '../graph.js'
import type { Looking } from '../run.js'
import type { Scope } from '../state.js'
import { elementMap, type ElementMap } from './element-map.js'

/** A running instance on its way from one version to another. Processes that it has called stay on the version that they began with. */
export interface Migration {
  look: Looking
  from: Graph
  to: Graph
  map: ElementMap
  /** Why it cannot be. */
  problems: Problem[]
  /** What will be different, besides names and ways. */
  notices: Problem[]
}

export function newMigration(look: Looking, to: Graph, given: Record<string, string>): Migration {
  const from = look.graph
  const { map, problems } = elementMap(from, to, given)
  return { look, from, to, map, problems, notices: [] }
}

/** Is what stands in this scope drawn in the version that changes? */
export function isOwn({ look }: Migration, scope: string): boolean {
  for (let at = look.draft.scopes.get(scope); at; at = at.parent === undefined ? undefined : look.draft.scopes.get(at.parent))
    if (at.definition !== undefined && at.kind === 'called') return false
  return true
}

/** Is the element that a scope runs for drawn in the version that changes? That of a called process is. */
export const isOwnScope = (migration: Migration, { id, parent }: Scope): boolean =>
  isOwn(migration, id) || (parent !== undefined && isOwn(migration, parent))

export const oldNode = ({ from }: Migration, id: string): Node => from.nodes[from.nodeAt.get(id)!]!

export function newNode({ to, map }: Migration, id: string): Node | undefined {
  const found = map.element(id)
  const index = found === undefined ? undefined : to.nodeAt.get(found)
  return index === undefined ? undefined : to.nodes[index]
}
