import { changing, type Handed, type Round, type Signer } from '../state.js'
import { mayAct, mayJoin, type Answer, type Saying } from './verb.js'

/** 转办: another person votes in his place, with his weight, his turn and whom he has added. Who had it is remembered, over any number of hands. */
export const transfer = (round: Round, signer: Signer, saying: Saying & { to: string }): Answer =>
  mayAct(round, 'transfer', signer, saying) ??
  mayJoin(round, signer, saying.to) ??
  changing(signer, handed(signer, saying.to, saying, saying.by === 'system' ? 'due' : 'transfer'))

export const handed = (signer: Signer, to: string, { by, at }: Saying, how: Handed['how']): Partial<Signer> => ({
  user: to,
  onBehalfOf: undefined,
  draft: undefined,
  from: [...(signer.from ?? []), { user: signer.user, by, at, how }],
})
