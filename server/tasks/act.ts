import type { Command } from '#core/process/command'
import { reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { runCommand, type Asked, type Companion } from '../instances/run-command.js'
import type { UserPrincipal } from '../people/principal.js'
import { checkPeople } from './check-people.js'
import { openTask, planStash, refuseCommand } from './complete-task.js'
import { isMine } from './task.entity.js'
import type { Stash } from './approvals.api.js'

type Act = Extract<Command, { type: 'act' }>
type Words = Omit<Act, 'type' | 'task' | 'at' | 'by' | 'verb' | 'admin' | 'data'>
/** What a request holds: as its schema gives it. */
type Given = { [Key in keyof Words]?: Words[Key] | undefined }

/** A verb of an approval step, said by whose task it is. People whom it names are looked up first. Refusals: approvals.api.ts. */
export async function act(
  engine: Engine,
  id: string,
  who: UserPrincipal,
  verb: Act['verb'],
  given: Given = {},
  companion: Companion = {},
): Promise<void> {
  const task = await openTask(engine, id, who)
  const read = reader(engine.db)
  const acts = (await isMine(read, task, who.id)) || (who.admin && verb === 'remove')
  if (!acts) refuse(403, 'NOT_YOURS')
  await checkPeople(read, [...(given.users ?? []), ...(given.to === undefined ? [] : [given.to])])
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const asked = { type: 'act', task: id, verb, by: who.id, ...said, ...(who.admin ? { admin: true } : {}) } as Asked
  const outcome = await runCommand(engine, task.instance_id, asked, companion)
  if ('rejection' in outcome) await refuseCommand(engine, id, who, outcome)
}

/** 暂存: the words, and the values as far as the step lets one write; what it requires need not be there yet. */
export async function stash(engine: Engine, id: string, who: UserPrincipal, { opinion, ...values }: Stash): Promise<void> {
  const task = await openTask(engine, id, who)
  await act(engine, id, who, 'stash', { opinion }, { plan: plan => planStash(plan, task, who, values) })
}
