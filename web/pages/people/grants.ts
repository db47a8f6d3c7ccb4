import type { Grant } from '../../../server/people/people.api'

export type Action = Grant['actions'][number]
export type Rows = Grant['rows']

export const actions: Action[] = ['view', 'create', 'edit', 'delete', 'import', 'export', 'share', 'reveal']
export const rowRules: Rows[] = ['own', 'department', 'all']

/** Sets that people think in; anything else is `custom`. */
export const presets = {
  none: { actions: [], rows: 'own' },
  submit: { actions: ['create'], rows: 'own' },
  own: { actions: ['view', 'create', 'edit', 'delete'], rows: 'own' },
  seeAll: { actions: ['view', 'create'], rows: 'all' },
  manage: { actions: ['view', 'create', 'edit', 'delete', 'import', 'export', 'share', 'reveal'], rows: 'all' },
  read: { actions: ['view'], rows: 'all' },
} satisfies Record<string, { actions: Action[]; rows: Rows }>
export type Preset = keyof typeof presets

/** The set that a grant is; of one that lets nobody see records it does not matter whose they would be. */
export function presetOf(grant: Grant | undefined): Preset | 'custom' {
  const held = new Set(grant?.actions)
  const found = (Object.keys(presets) as Preset[]).find(key => {
    const { actions: wanted, rows } = presets[key]
    const alike = wanted.length === held.size && (wanted as Action[]).every(action => held.has(action))
    return alike && (!held.has('view') || rows === grant?.rows)
  })
  return found ?? 'custom'
}

/** The grants with another one for this form; without actions it is no grant at all. */
export function withGrant(grants: Grant[], grant: Grant): Grant[] {
  const others = grants.filter(each => each.form !== grant.form)
  return grant.actions.length ? [...others, grant] : others
}

/** Whoever changes, deletes, exports or reveals must see; without seeing none of these makes sense. */
export function toggled(grant: Grant, action: Action): Grant {
  const needsSight: Action[] = ['edit', 'delete', 'export', 'reveal']
  const held = new Set(grant.actions)
  if (held.has(action)) {
    held.delete(action)
    if (action === 'view') for (const each of needsSight) held.delete(each)
  } else {
    held.add(action)
    if (needsSight.includes(action)) held.add('view')
  }
  return { ...grant, actions: actions.filter(each => held.has(each)) }
}
