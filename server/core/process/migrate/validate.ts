import { problem } from '../../problem.js'
import type { LoopSpec, Node } from '../graph.js'
import type { Task, Token } from '../state.js'
import { isOwn, isOwnScope, newNode, oldNode, type Migration } from './migration.js'

/**
 * Everything that stands somewhere must have a place of the same kind in the new version: MIGRATE_ELEMENT_GONE, MIGRATE_KIND_CHANGED,
 * MIGRATE_SCOPE_CHANGED, MIGRATE_LOOP_CHANGED, MIGRATE_FLOW_GONE, MIGRATE_APPROVAL_CHANGED. What changes otherwise is noticed: MIGRATE_TASK_CHANGED,
 * MIGRATE_CALLED_STAYS, MIGRATE_COMPENSATION_LOST, MIGRATE_BACK_LOST.
 */
export function validate(migration: Migration): void {
  const { draft } = migration.look
  const judged = new Set<string>()
  for (const scope of draft.scopes.all()) if (scope.parent !== undefined && isOwnScope(migration, scope)) place(scope.element)
  for (const token of draft.tokens.all()) if (isOwn(migration, token.scope)) standing(migration, token, place)
  for (const task of draft.tasks.all()) if (isOwn(migration, task.scope)) asked(migration, task)
  for (const scope of draft.scopes.all()) {
    if (scope.kind === 'called' && isOwnScope(migration, scope)) called(migration, scope.element, scope.definition!)
    if (isOwn(migration, scope.id))
      for (const each of scope.returns ?? []) remembered(migration, each.to, each.back?.places ?? [])
  }
  for (const { scope, element } of draft.compensations.all())
    if (isOwn(migration, scope) && newNode(migration, element)?.compensator === undefined)
      migration.notices.push(problem('MIGRATE_COMPENSATION_LOST', element, named(oldNode(migration, element))))

  function place(element: string): void {
    if (judged.has(element)) return
    judged.add(element)
    const refused = samePlace(migration, oldNode(migration, element))
    if (refused) migration.problems.push(refused)
  }
}

const named = ({ name }: Node) => ({ name })

function samePlace(migration: Migration, old: Node) {
  const { from, to, map } = migration
  const fresh = newNode(migration, old.id)
  if (!fresh) return problem('MIGRATE_ELEMENT_GONE', old.id, named(old))
  if (fresh.kind !== old.kind || fresh.type !== old.type)
    return problem('MIGRATE_KIND_CHANGED', old.id, { ...named(old), was: old.type, is: fresh.type, to: fresh.id })
  const [was, is] = [from.scopes[old.scope]!, to.scopes[fresh.scope]!]
  if (map.element(was.id) !== is.id)
    return problem('MIGRATE_SCOPE_CHANGED', old.id, { ...named(old), was: was.name, is: is.name })
  return repeats(old.loop) === repeats(fresh.loop) ? undefined : problem('MIGRATE_LOOP_CHANGED', old.id, named(old))
}

const repeats = (loop: LoopSpec | undefined): string =>
  loop?.type === 'multi' ? `multi ${loop.sequential}` : (loop?.type ?? 'no')

function standing(migration: Migration, { node, arrivedBy }: Token, place: (element: string) => void): void {
  place(node)
  if (arrivedBy !== undefined && newNode(migration, node) && migration.map.flow(arrivedBy) === undefined)
    migration.problems.push(problem('MIGRATE_FLOW_GONE', node, { ...named(oldNode(migration, node)), flow: arrivedBy }))
}

/** An approval stays one: its round goes on with the people that it has, and with the rules of the new version. */
function asked(migration: Migration, task: Task): void {
  const fresh = newNode(migration, task.element)
  if (!fresh || fresh.kind !== 'user-task') return
  if ((task.signer !== undefined) !== (fresh.settings.approval !== undefined))
    migration.problems.push(problem('MIGRATE_APPROVAL_CHANGED', task.element, { name: task.name }))
  else if (task.signer === undefined && String(outcomesOf(fresh)) !== String(task.outcomes))
    migration.notices.push(
      problem('MIGRATE_TASK_CHANGED', task.element, { name: task.name, was: task.outcomes, is: outcomesOf(fresh) }),
    )
}

export const outcomesOf = ({ settings: { outcomes } }: Node): string[] =>
  outcomes?.length ? outcomes.map(outcome => outcome.name) : ['complete']

function called(migration: Migration, element: string, definition: string): void {
  const name = oldNode(migration, element).name
  migration.notices.push(problem('MIGRATE_CALLED_STAYS', element, { name, definition }))
}

function remembered(migration: Migration, to: string, places: readonly { node: string }[]): void {
  const gone = places.some(({ node }) => !newNode(migration, node)) || !newNode(migration, to)
  if (gone && places.length > 0) migration.notices.push(problem('MIGRATE_BACK_LOST', to, named(oldNode(migration, to))))
}
