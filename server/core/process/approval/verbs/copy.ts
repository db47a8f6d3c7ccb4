import { problem, type Problem } from '../../../problem.js'
import { checkVerb } from '../settings.js'
import type { Round } from '../state.js'
import type { Saying } from './verb.js'

/** 抄送: others are to know. Says who, without himself and without doubles. VERB_OFF, OPINION_REQUIRED, REQUIRED. */
export function copy(round: Pick<Round, 'settings'>, saying: Saying & { users: readonly string[] }): { to: string[] } | Problem {
  const off = checkVerb(round.settings, 'copy', saying)
  if (off) return off
  const to = [...new Set(saying.users)].filter(user => user !== saying.by)
  return to.length > 0 ? { to } : problem('REQUIRED', 'to')
}
