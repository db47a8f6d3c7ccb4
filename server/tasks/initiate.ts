import type { Rejection } from '#core/process/command'
import { reader } from '../db/transaction.js'
import { Refusal, refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import type { InstanceRow } from '../instances/load-state.js'
import { maySee, takesPart } from '../instances/may-see.js'
import { runCommand } from '../instances/run-command.js'
import type { UserPrincipal } from '../people/principal.js'
import type { Reactivate, Say } from './approvals.api.js'
import { statusOf } from './refusal-status.js'

/** 催办 by the initiator and those who take part. Answers how many people were reminded. */
export async function urge(engine: Engine, id: string, who: UserPrincipal, { opinion }: Say): Promise<{ reminded: number }> {
  const instance = await visible(engine, id, who)
  const may = who.admin || instance.started_by === who.id || (await takesPart(reader(engine.db), who.id, id))
  if (!may) refuse(403, 'NOT_YOURS')
  const outcome = await runCommand(engine, id, { type: 'urge', by: who.id, ...(opinion ? { opinion } : {}) })
  if ('rejection' in outcome) throw refusal(outcome)
  const told = outcome.effects.flatMap(effect => (effect.kind === 'tell' ? effect.to : []))
  return { reminded: new Set(told).size }
}

/** 撤回 by the initiator: back to his own step, or the end of the process where he has none. */
export async function withdraw(engine: Engine, id: string, who: UserPrincipal, { opinion }: Say): Promise<void> {
  await visible(engine, id, who)
  const outcome = await runCommand(engine, id, { type: 'withdraw', by: who.id, ...(opinion ? { opinion } : {}) })
  if ('rejection' in outcome) throw refusal(outcome)
}

/** 激活 by an administrator. */
export async function reactivate(
  engine: Engine,
  id: string,
  who: UserPrincipal,
  { element, opinion }: Reactivate,
): Promise<void> {
  await visible(engine, id, who)
  const said = opinion ? { opinion } : {}
  const outcome = await runCommand(engine, id, { type: 'reactivate', element, by: who.id, admin: who.admin, ...said })
  if ('rejection' in outcome) throw refusal(outcome)
}

async function visible(engine: Engine, id: string, who: UserPrincipal): Promise<InstanceRow> {
  const read = reader(engine.db)
  const [row] = await read.query<InstanceRow>('SELECT * FROM instances WHERE id = ?', [id])
  if (!row || !(await maySee(read, who, row))) refuse(404, 'NO_SUCH_INSTANCE')
  return row
}

const refusal = ({ rejection }: Rejection): Refusal => new Refusal(statusOf(rejection.code), rejection.code, [rejection])
