import { changing, type Round, type Signer } from '../state.js'
import { mayAct, spoken, type Answer, type Saying } from './verb.js'

/** 同意. An adviser's word only comes back to who asked him; the tally does not count it. */
export const approve = (round: Round, signer: Signer, saying: Saying): Answer =>
  mayAct(round, 'approve', signer, saying) ??
  changing(signer, {
    status: 'approved',
    ...spoken(saying),
    ...(saying.by === 'system' ? { automatic: 'due' } : {}),
  })
