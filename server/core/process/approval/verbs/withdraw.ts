import { problem, type Problem } from '../../../problem.js'
import { checkVerb } from '../settings.js'
import type { Round } from '../state.js'
import type { Saying } from './verb.js'

/**
 * 撤回: who started the process takes it back to his step, as long as every open approval offers it and nobody has voted in its round.
 * NOT_YOURS, NOTHING_TO_WITHDRAW, VERB_OFF, ALREADY_VOTED { user }.
 */
export function mayWithdraw(rounds: readonly Round[], saying: Saying & { initiator: string }): Problem | undefined {
  if (saying.by !== saying.initiator) return problem('NOT_YOURS')
  if (rounds.length === 0) return problem('NOTHING_TO_WITHDRAW')
  for (const round of rounds) {
    const off = checkVerb(round.settings, 'withdraw', saying)
    if (off) return off
    const voted = someoneVoted(round)
    if (voted !== undefined) return problem('ALREADY_VOTED', undefined, { user: voted })
  }
  return undefined
}

/** Automatic votes are nobody's word. */
export const someoneVoted = ({ signers }: Round): string | undefined =>
  signers.find(({ status, automatic }) => (status === 'approved' || status === 'refused') && automatic === undefined)?.user
