import type { Department } from '../../../server/people/people.api'

export interface Branch extends Department {
  depth: number
}

/** Departments as they hang together, each followed by those below it. One whose parent is gone stands at the top. */
export function treeOf(all: Department[]): Branch[] {
  const known = new Set(all.map(each => each.id))
  const below = (parent: string | null, depth: number): Branch[] =>
    all
      .filter(each => (each.parent !== null && known.has(each.parent) ? each.parent : null) === parent)
      .flatMap(each => [{ ...each, depth }, ...below(each.id, depth + 1)])
  return below(null, 0)
}

/** Where a department may hang: nowhere below itself. */
export function possibleParents(all: Department[], id: string | undefined): Branch[] {
  const tree = treeOf(all)
  const at = tree.findIndex(each => each.id === id)
  if (at < 0) return tree
  const depth = tree[at]!.depth
  const rest = tree.slice(at + 1)
  const end = rest.findIndex(each => each.depth <= depth)
  const inside = new Set([tree[at]!, ...(end < 0 ? rest : rest.slice(0, end))])
  return tree.filter(each => !inside.has(each))
}
