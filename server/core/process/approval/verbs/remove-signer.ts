import { problem } from '../../../problem.js'
import { checkVerb } from '../settings.js'
import { childrenOf, present, undecided, type Round, type Signer } from '../state.js'
import type { Answer, Saying } from './verb.js'

/**
 * 减签: takes somebody off who has not voted, with those whom he has added. Who added him may, and an administrator, who may also take off whom the
 * diagram named. What others have said stays and counts. NO_SUCH_SIGNER, ALREADY_VOTED, NOT_YOURS, LAST_SIGNER, VERB_OFF.
 */
export function removeSigner(round: Round, saying: Saying & { signer: string }): Answer {
  const target = round.signers.find(signer => signer.id === saying.signer)
  if (!target || !present(target)) return problem('NO_SUCH_SIGNER', 'signer')
  if (!undecided(target)) return problem('ALREADY_VOTED', 'signer', { user: target.user })
  if (!saying.admin) {
    if (target.addedBy !== saying.by) return problem('NOT_YOURS', 'signer')
    const off = checkVerb(round.settings, 'remove', saying)
    if (off) return off
  }
  const voters = round.signers.filter(signer => signer.place === 'voter' && present(signer))
  if (target.place === 'voter' && voters.length === 1) return problem('LAST_SIGNER', 'signer')
  const off = [target, ...below(round.signers, target)].filter(present)
  return { insert: [], update: off.map(({ id }) => ({ id, patch: { status: 'removed', at: saying.at } })) }
}

const below = (signers: readonly Signer[], parent: Signer): Signer[] =>
  childrenOf(signers, parent).flatMap(child => [child, ...below(signers, child)])
