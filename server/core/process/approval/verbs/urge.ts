import { problem, type Problem } from '../../../problem.js'
import { checkVerb } from '../settings.js'
import type { Round } from '../state.js'
import type { Saying } from './verb.js'

/** Between two urges of the same approval, in milliseconds. */
const PAUSE = 10 * 60_000

/** 催办: whom to remind, those whose turn it is. URGED_ALREADY { again } within ten minutes, NOBODY_TO_URGE, VERB_OFF. */
export function urge(round: Round, saying: Saying & { last?: string }): { to: string[] } | Problem {
  const off = checkVerb(round.settings, 'urge', saying)
  if (off) return off
  const again = saying.last === undefined ? 0 : Date.parse(saying.last) + PAUSE
  if (Date.parse(saying.at) < again) return problem('URGED_ALREADY', undefined, { again: new Date(again).toISOString() })
  const to = round.signers.filter(signer => signer.status === 'open' && signer.user !== saying.by).map(signer => signer.user)
  return to.length > 0 ? { to } : problem('NOBODY_TO_URGE')
}
