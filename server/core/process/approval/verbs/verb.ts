import { problem, type Problem } from '../../../problem.js'
import { checkVerb, type Said, type Verb } from '../settings.js'
import { present, type Change, type Round, type Signer } from '../state.js'

/** Who says it and when; `by` is a user id, or 'system' when time was up. */
export interface Saying extends Said {
  by: string
  at: string
  /** An administrator acts for whose turn it is: hands his task on, never votes. */
  admin?: boolean
}

/** A Problem refuses the verb and nothing changes. */
export type Answer = Change | Problem
export const refused = (answer: Answer): answer is Problem => 'code' in answer

/** Only whose turn it is may act, and only with verbs of this step. TASK_NOT_OPEN, NOT_YOURS, VERB_OFF, OPINION_REQUIRED, SIGNATURE_REQUIRED. */
export function mayAct(round: Round, verb: Verb, signer: Signer, saying: Saying): Problem | undefined {
  if (signer.status !== 'open') return problem('TASK_NOT_OPEN', signer.id)
  if (saying.by === 'system' || saying.admin) return undefined
  return signer.user === saying.by ? checkVerb(round.settings, verb, saying) : problem('NOT_YOURS', signer.id)
}

/** Nobody has two rows in one round: whose voice is heard already cannot be given another. NOT_TO_YOURSELF, ALREADY_SIGNER. */
export function mayJoin(round: Round, by: Signer, user: string): Problem | undefined {
  if (user === by.user) return problem('NOT_TO_YOURSELF', 'to')
  return round.signers.some(signer => present(signer) && signer.user === user)
    ? problem('ALREADY_SIGNER', 'to', { user })
    : undefined
}

export const spoken = ({ opinion, signature, at }: Saying): Partial<Signer> => ({
  at,
  draft: undefined,
  ...(opinion === undefined ? {} : { opinion }),
  ...(signature === undefined ? {} : { signature }),
})
