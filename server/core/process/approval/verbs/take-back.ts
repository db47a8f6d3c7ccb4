import { problem, type Problem } from '../../../problem.js'
import { checkVerb, type ApprovalSettings } from '../settings.js'
import type { Round } from '../state.js'
import type { Saying } from './verb.js'
import { someoneVoted } from './withdraw.js'

/**
 * 拿回: who decided the step before takes his decision back, as long as nobody has voted behind it. `decided`: the settings of his step and whose word
 * ended it; `after`: the rounds open behind it. NOT_YOURS, VERB_OFF, ALREADY_VOTED { user }.
 */
export function mayTakeBack(
  decided: { settings: Pick<ApprovalSettings, 'verbs'>; by: string | undefined },
  after: readonly Round[],
  saying: Saying,
): Problem | undefined {
  if (decided.by !== saying.by) return problem('NOT_YOURS')
  const off = checkVerb(decided.settings, 'take-back', saying)
  if (off) return off
  const voted = after.map(someoneVoted).find(user => user !== undefined)
  return voted === undefined ? undefined : problem('ALREADY_VOTED', undefined, { user: voted })
}
