import type { Back, Place, Returned } from '../return/returned.js'
import type { Compensation, Scope } from '../state.js'
import { isOwn, isOwnScope, newNode, type Migration } from './migration.js'
import { outcomesOf } from './validate.js'

/** Every row of the instance names the elements of the new version. */
export function rewrite(migration: Migration): void {
  const { draft } = migration.look
  const { element } = migration.map
  const renamed = (id: string): { element: string } => ({ element: element(id)! })
  for (const scope of draft.scopes.all()) rewriteScope(migration, scope)
  for (const { id, scope, node, arrivedBy } of draft.tokens.all())
    if (isOwn(migration, scope))
      draft.tokens.update(id, {
        node: element(node)!,
        ...(arrivedBy === undefined ? {} : { arrivedBy: migration.map.flow(arrivedBy)! }),
      })
  for (const task of draft.tasks.all()) {
    const node = isOwn(migration, task.scope) ? newNode(migration, task.element)! : undefined
    if (!node) continue
    const { rights } = node.settings
    const outcomes = task.signer === undefined ? outcomesOf(node) : task.outcomes
    draft.tasks.update(task.id, { element: node.id, name: node.name, outcomes, rights })
  }
  for (const row of draft.repairs.all()) if (isOwn(migration, row.scope)) draft.repairs.update(row.id, renamed(row.element))
  for (const row of draft.approvals.all()) if (isOwn(migration, row.scope)) draft.approvals.update(row.id, renamed(row.element))
  for (const row of draft.signers.all())
    draft.signers.update(row.id, {
      ...(isOwn(migration, row.scope) ? renamed(row.element) : {}),
      path: row.path.map(step => (isOwn(migration, step.scope) ? { ...step, at: element(step.at) ?? step.at } : step)),
    })
  rewriteCompensations(migration)
}

function rewriteScope(migration: Migration, scope: Scope): void {
  const { draft } = migration.look
  const { map } = migration
  if (scope.parent === undefined || isOwnScope(migration, scope))
    draft.scopes.update(scope.id, { element: map.element(scope.element)! })
  if (!isOwn(migration, scope.id)) return
  const { gates, returns } = scope
  if (gates) {
    const known = Object.entries(gates).flatMap(([gate, flows]) => {
      const fresh = map.element(gate)
      return fresh === undefined ? [] : [[fresh, flows.flatMap(flow => map.flow(flow) ?? [])] as const]
    })
    draft.scopes.update(scope.id, { gates: Object.fromEntries(known) })
  }
  if (returns) draft.scopes.update(scope.id, { returns: returns.flatMap(each => returned(migration, each) ?? []) })
}

/** A return to a step that is gone is forgotten; what it goes straight back to as well, when some of it is gone. */
function returned(migration: Migration, { to, back, ...rest }: Returned): Returned | undefined {
  const fresh = migration.map.element(to)
  if (fresh === undefined) return undefined
  const known = back && backOf(migration, back)
  return { ...rest, to: fresh, ...(known ? { back: { ...known, token: back.token, scope: back.scope } } : {}) }
}

function backOf(
  migration: Migration,
  { places, credits }: Pick<Back, 'places' | 'credits'>,
): Pick<Back, 'places' | 'credits'> | undefined {
  const known = places.map(place => placeOf(migration, place))
  if (!known.every(place => place !== undefined)) return undefined
  const { element, flow } = migration.map
  const left = credits.flatMap(each => {
    const [node, by] = [element(each.node), flow(each.flow)]
    return node === undefined || by === undefined ? [] : [{ node, flow: by }]
  })
  return { places: known, credits: left }
}

function placeOf(migration: Migration, { node, arrivedBy, inner, back }: Place): Place | undefined {
  const fresh = migration.map.element(node)
  const flow = arrivedBy === undefined ? undefined : migration.map.flow(arrivedBy)
  const places = inner?.places.map(place => placeOf(migration, place))
  if (fresh === undefined || (arrivedBy !== undefined && flow === undefined) || places?.includes(undefined)) return undefined
  const further = back && backOf(migration, back)
  return {
    node: fresh,
    ...(flow === undefined ? {} : { arrivedBy: flow }),
    ...(inner ? { inner: { ...inner, places: places as Place[] } } : {}),
    ...(further ? { back: further } : {}),
  }
}

/** What can no longer be compensated is forgotten. */
function rewriteCompensations(migration: Migration): void {
  const { compensations } = migration.look.draft
  for (const row of compensations.all()) {
    if (!isOwn(migration, row.scope)) continue
    const [fresh] = compensable(migration, [row])
    if (fresh) compensations.update(row.id, fresh)
    else compensations.remove(row.id)
  }
}

const compensable = (migration: Migration, rows: readonly Compensation[]): Compensation[] =>
  rows.flatMap(row => {
    const node = newNode(migration, row.element)
    if (node?.compensator === undefined && row.inner === undefined) return []
    return node ? [{ ...row, element: node.id, ...(row.inner ? { inner: compensable(migration, row.inner) } : {}) }] : []
  })
