import type { Mode } from './settings.js'
import { childrenOf, present, undecided, type Change, type Signer } from './state.js'
import { voteOf } from './tally.js'

/**
 * Whose turn it is, from the votes alone: nobody has to remember to open anybody. A voter when it is his turn in the order, somebody added before
 * another when that one's turn has come, somebody after when that one has approved, an adviser at once; and everybody only when those before
 * him and his advisers are done.
 */
export function turns(mode: Mode, signers: readonly Signer[]): Set<string> {
  const byId = new Map(signers.map(signer => [signer.id, signer]))
  const current = currentOrder(mode, signers)
  const comes = (signer: Signer): boolean => {
    const parent = signer.parent === undefined ? undefined : byId.get(signer.parent)
    if (!parent) return current === undefined || signer.order <= current
    if (signer.place === 'after') return parent.status === 'approved' && comes(parent)
    return undecided(parent) && comes(parent)
  }
  const waitsFor = (signer: Signer): boolean =>
    childrenOf(signers, signer).some(
      child =>
        present(child) && (child.place === 'advice' ? undecided(child) : child.place === 'before' && !voteOf(signers, child)),
    )
  return new Set(signers.filter(signer => undecided(signer) && comes(signer) && !waitsFor(signer)).map(signer => signer.id))
}

/** Opens and closes rows so that `open` says whose turn it is. */
export function settle(mode: Mode, signers: readonly Signer[]): Change {
  const open = turns(mode, signers)
  const update = signers.filter(undecided).flatMap(({ id, status }) => {
    const now = open.has(id) ? ('open' as const) : ('waiting' as const)
    return now === status ? [] : [{ id, patch: { status: now } }]
  })
  return { insert: [], update }
}

/** Sequential: the smallest number whose voters have not all voted. Undefined where all may vote at once, or all have. */
function currentOrder({ type }: Mode, signers: readonly Signer[]): number | undefined {
  if (type !== 'sequential') return undefined
  const left = signers.filter(signer => signer.place === 'voter' && present(signer) && voteOf(signers, signer) !== 'approved')
  return left.length === 0 ? undefined : Math.min(...left.map(voter => voter.order))
}
