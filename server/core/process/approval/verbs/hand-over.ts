import { present, undecided, type Change, type Round } from '../state.js'
import { handed } from './transfer.js'
import type { Saying } from './verb.js'

/**
 * 离职转办: everything that waits for `from` in this round, now or later, waits for `to`. No switch of a step stops it. Where `to` has a voice of
 * his own already, the leaver's row is taken off rather than counted for the same person twice, unless it is the only one that votes.
 */
export function handOver(round: Round, saying: Saying & { from: string; to: string }): Change {
  const { from, to, at } = saying
  const heard = round.signers.filter(signer => present(signer) && signer.user === to && signer.place === 'voter')
  const update = round.signers
    .filter(signer => undecided(signer) && signer.user === from)
    .map(signer => ({
      id: signer.id,
      patch:
        heard.length > 0 && signer.place === 'voter' && !round.signers.some(child => child.parent === signer.id)
          ? {
              status: 'removed' as const,
              at,
              from: [...(signer.from ?? []), { user: from, by: saying.by, at, how: 'leaver' as const }],
            }
          : handed(signer, to, saying, 'leaver'),
    }))
  return { insert: [], update }
}
