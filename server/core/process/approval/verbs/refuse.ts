import { changing, type Round, type Signer } from '../state.js'
import { mayAct, spoken, type Answer, type Saying } from './verb.js'

/** 拒绝. Of somebody who was added it refuses the vote of who added him; of an adviser it is only heard. */
export const refuse = (round: Round, signer: Signer, saying: Saying): Answer =>
  mayAct(round, 'refuse', signer, saying) ??
  changing(signer, { status: 'refused', ...spoken(saying), ...(saying.by === 'system' ? { automatic: 'due' } : {}) })
