import type { Round, Signer } from '../state.js'
import { added } from './add-signer.js'
import { mayAct, mayJoin, type Answer, type Saying } from './verb.js'

/** 委派: another person says what he thinks, then it comes back to who asked him and votes. */
export const delegate = (round: Round, signer: Signer, saying: Saying & { to: string }): Answer =>
  mayAct(round, 'delegate', signer, saying) ??
  mayJoin(round, signer, saying.to) ?? {
    insert: [added(round, signer, saying.to, 'advice')],
    update: [],
  }
