import type { State } from '#core/process/state'

/** The definition whose diagram the elements of a scope are drawn in, where it is not the instance's own version: a called process, another pool. */
export function drawnIn({ scopes, instance }: State, scope: string): string | null {
  for (let at = scopes.find(each => each.id === scope); at;) {
    if (at.definition !== undefined) return at.definition
    const { parent } = at
    at = parent === undefined ? undefined : scopes.find(each => each.id === parent)
  }
  return instance.definition.includes('#') ? instance.definition : null
}
