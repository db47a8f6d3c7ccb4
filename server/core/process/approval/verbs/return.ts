import { problem } from '../../../problem.js'
import { changing, type Round, type Signer } from '../state.js'
import { mayAct, spoken, type Answer, type Saying } from './verb.js'

/**
 * 退回. Ends the round, whoever else has voted; where the process goes on, and what is cancelled, is the business of the return between elements.
 * `targets`: the elements that this step allows. RETURN_TARGET_NOT_ALLOWED.
 */
export function giveBack(round: Round, signer: Signer, saying: Saying & { target: string; targets: readonly string[] }): Answer {
  const not = mayAct(round, 'return', signer, saying)
  if (not) return not
  if (!saying.targets.includes(saying.target))
    return problem('RETURN_TARGET_NOT_ALLOWED', 'target', { target: saying.target, choices: [...saying.targets] })
  return changing(signer, { status: 'returned', ...spoken(saying), ...(saying.by === 'system' ? { automatic: 'due' } : {}) })
}
