import { changing, type Round, type Signer } from '../state.js'
import { mayAct, spoken, type Answer, type Saying } from './verb.js'

/** 终止: the whole process ends here, as refused. Off unless the step offers it. */
export const endHere = (round: Round, signer: Signer, saying: Saying): Answer =>
  mayAct(round, 'end', signer, saying) ?? changing(signer, { status: 'refused', ...spoken(saying) })
