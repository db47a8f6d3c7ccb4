import { changing, type Round, type Signer } from '../state.js'
import { mayAct, type Answer, type Saying } from './verb.js'

/** 暂存: keeps what was written so far; nothing is decided and it stays his turn. */
export const stash = (round: Round, signer: Signer, saying: Saying): Answer =>
  mayAct(round, 'stash', signer, saying) ?? changing(signer, { draft: saying.opinion })
