import type { Condition } from '#core/query/query'
import type { Grant } from './people.api.js'
import type { Principal } from './principal.js'

export type Action = Grant['actions'][number] | 'design'
/** Which records of a form: every one, none, or those that fulfil a condition over system fields (core/query). */
export type RowScope = 'all' | 'none' | Condition

/** The one decision point: deny unless a role grants it. Administrators may do everything, links and the anonymous nothing here. */
export function can(principal: Principal, action: Action, formId: string): boolean {
  if (principal.type === 'system') return true
  if (principal.type !== 'user') return false
  return principal.admin || grantsFor(principal.grants, action, formId).length > 0
}

/** Rows that `action` may touch: the union over all roles that grant it. ANDed into every query of records at one place. */
export function rowScope(principal: Principal, formId: string, action: Action = 'view'): RowScope {
  if (principal.type === 'system') return 'all'
  if (principal.type !== 'user') return 'none'
  if (principal.admin) return 'all'
  const rows = new Set(grantsFor(principal.grants, action, formId).map(grant => grant.rows))
  if (rows.size === 0) return 'none'
  if (rows.has('all')) return 'all'
  const own: Condition[] = ['_owner', '_createdBy'].map(field => ({ field, op: 'eq', value: principal.id }))
  const department: Condition[] =
    rows.has('department') && principal.departments.length > 0
      ? [{ field: '_department', op: 'in', value: principal.departments }]
      : []
  return { any: [...own, ...department] }
}

/** The same question about one record that has been read already. */
export function inScope(
  scope: RowScope,
  row: { _owner: string | null; _createdBy: string | null; _department: string | null },
): boolean {
  if (scope === 'all' || scope === 'none') return scope === 'all'
  if ('any' in scope) return scope.any.some(part => inScope(part, row))
  if ('all' in scope) return scope.all.every(part => inScope(part, row))
  const value = row[scope.field as keyof typeof row]
  return value !== null && (scope.op === 'eq' ? value === scope.value : (scope.value as string[]).includes(value))
}

/** What a principal may do with a form, for showing and hiding buttons. */
export function actionsOn(principal: Principal, formId: string): Action[] {
  return actions.filter(action =>
    action === 'design' ? principal.type === 'user' && principal.admin : can(principal, action, formId),
  )
}
const actions: Action[] = ['view', 'create', 'edit', 'delete', 'import', 'export', 'share', 'reveal', 'design']

const grantsFor = (grants: readonly Grant[], action: Action, formId: string): Grant[] =>
  grants.filter(grant => grant.form === formId && (grant.actions as Action[]).includes(action))
