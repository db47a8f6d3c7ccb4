import { problem, type Problem } from '../../problem.js'
import type { ApprovalSettings } from './settings.js'
import type { Automatic, Path, Signer } from './state.js'
import { reachable } from './tally.js'

/** One person whom a rule found. */
export interface Asked {
  user: string
  weight: number
}

/** What is known when a round begins; who is who was found out before. */
export interface Opening {
  approval: string
  scope: string
  path: Path
  element: string
  round: number
  at: string
  initiator: string
  asked: readonly Asked[]
  /** The initiator's head, who is asked in his place (`self: head`). */
  head?: string
  /** Who approved earlier steps, as `repeat` counts them. */
  approvedBefore: ReadonlySet<string>
  /** Who approved this step before it was returned and need not again: nothing that matters to them has changed. */
  unchanged: ReadonlySet<string>
  nextId(): string
}

/**
 * The rows of a new round. Who is named twice is asked once, with the greater weight. Nobody to ask gives no rows: `empty` says what then.
 * Who need not be asked has a row that says why, so that everybody sees it. Problems: TOO_FEW_APPROVERS, when they could never reach the
 * threshold even together.
 */
export function openRound(settings: ApprovalSettings, opening: Opening): Signer[] | { problem: Problem } {
  const { approval, scope, path, element, round, at, initiator, head } = opening
  const weights = new Map<string, number>()
  for (const { user, weight } of opening.asked) {
    const asked = settings.self === 'head' && user === initiator ? head : user
    if (asked !== undefined) weights.set(asked, Math.max(weight, weights.get(asked) ?? 0))
  }
  const signers = [...weights].map(([user, weight], nth): Signer => {
    const why = automaticFor(settings, opening, user)
    return {
      id: opening.nextId(),
      approval,
      scope,
      path,
      element,
      round,
      user,
      place: 'voter',
      weight,
      order: nth + 1,
      ...(why ? { status: 'approved', automatic: why, at } : { status: 'waiting' }),
    }
  })
  if (signers.length > 0 && !reachable(settings.mode, signers))
    return { problem: problem('TOO_FEW_APPROVERS', element, { people: signers.length }) }
  return signers
}

function automaticFor(settings: ApprovalSettings, opening: Opening, user: string): Automatic | undefined {
  if (settings.self === 'skip' && user === opening.initiator) return 'self'
  if (opening.unchanged.has(user)) return 'unchanged'
  return settings.repeat !== 'never' && opening.approvedBefore.has(user) ? 'repeat' : undefined
}
