import { problem } from '../../../problem.js'
import type { Round, Signer } from '../state.js'
import { mayAct, mayJoin, type Answer, type Saying } from './verb.js'

/** More than that in one round is a mistake of somebody's hand. */
const MOST = 500

export interface Adding extends Saying {
  where: 'before' | 'after' | 'parallel'
  users: readonly string[]
  /** parallel, weighted: what each of the new votes counts; default as much as that of who adds them. */
  weight?: number
}

/**
 * 加签. Before: they act first, then it is his turn again. After: they act once he has approved. Parallel: they stand beside him with votes of
 * their own. Several at once, and whoever was added may add others. A row of their own, so that no counter has to be told.
 * TOO_MANY_SIGNERS, NOT_TO_YOURSELF, ALREADY_SIGNER, REQUIRED.
 */
export function addSigner(round: Round, signer: Signer, adding: Adding): Answer {
  const { where, weight } = adding
  const not = mayAct(round, `add-${where}`, signer, adding)
  if (not) return not
  const users = [...new Set(adding.users)]
  if (users.length === 0) return problem('REQUIRED', 'to')
  if (round.signers.length + users.length > MOST) return problem('TOO_MANY_SIGNERS', 'to', { limit: MOST })
  for (const user of users) {
    const twice = mayJoin(round, signer, user)
    if (twice) return twice
  }
  const insert = users.map(user =>
    where === 'parallel'
      ? { ...beside(round, signer, user), weight: weight ?? signer.weight }
      : added(round, signer, user, where),
  )
  return { insert, update: [] }
}

/** Somebody who belongs to the vote of `parent`. */
export const added = (round: Round, parent: Signer, user: string, place: 'before' | 'after' | 'advice'): Signer => ({
  ...beside(round, parent, user),
  place,
  parent: parent.id,
  weight: 1,
})

/** Stands where `signer` stands: a voter beside a voter, else in the same vote. An adviser's company advises the same person. */
const beside = (round: Round, signer: Signer, user: string): Signer => ({
  id: round.nextId(),
  approval: signer.approval,
  scope: signer.scope,
  path: signer.path,
  element: signer.element,
  round: signer.round,
  user,
  place: signer.place,
  ...(signer.parent === undefined ? {} : { parent: signer.parent }),
  addedBy: signer.user,
  weight: signer.weight,
  order: signer.order,
  status: 'waiting',
})
