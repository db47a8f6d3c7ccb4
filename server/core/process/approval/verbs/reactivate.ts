import { problem, type Problem } from '../../../problem.js'
import { checkVerb, type ApprovalSettings } from '../settings.js'
import type { Saying } from './verb.js'

/**
 * 激活: an administrator has an ended process go on at a step of it. INSTANCE_RUNNING, ADMIN_ONLY, NO_SUCH_STEP (also what is not a step), VERB_OFF.
 */
export function mayReactivate(
  ended: boolean,
  step: { kind: string; approval?: Pick<ApprovalSettings, 'verbs'> } | undefined,
  saying: Saying & { admin: boolean },
): Problem | undefined {
  if (!ended) return problem('INSTANCE_RUNNING')
  if (!saying.admin) return problem('ADMIN_ONLY')
  if (step?.kind !== 'user-task') return problem('NO_SUCH_STEP', 'element')
  return checkVerb(step.approval ?? { verbs: {} }, 'reactivate', saying)
}
