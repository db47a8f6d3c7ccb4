import { reader, type Reader } from '../db/transaction.js'
import { Refusal, refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { runCommand } from '../instances/run-command.js'
import type { UserPrincipal } from '../people/principal.js'
import { checkPeople } from './check-people.js'
import type { HandedOver } from './approvals.api.js'

/** Instances of one request: each is a transaction of its own, and somebody waits for the answer. */
const PAGE = 200
/** Refusals that say that there is nothing to hand over any more. */
const GONE = new Set(['NOTHING_TO_HAND_OVER', 'INSTANCE_ENDED', 'NO_SUCH_INSTANCE'])

/** 离职转办: everything that waits for one person, now or when his turn comes, waits for another. Asked again it goes on where it was. */
export async function handOverAll(engine: Engine, from: string, to: string, who: UserPrincipal): Promise<HandedOver> {
  const read = reader(engine.db)
  if ((await read.query('SELECT 1 FROM users WHERE id = ?', [from])).length === 0) refuse(404, 'NO_SUCH_USER')
  if (from === to) refuse(422, [{ code: 'NOT_TO_YOURSELF', at: 'to' }])
  await checkPeople(read, [to])
  const waiting = await instancesOf(read, from)
  let instances = 0
  for (const { instance_id: instance } of waiting.slice(0, PAGE)) {
    const outcome = await runCommand(engine, instance, { type: 'handOver', from, to, by: who.id })
    if (!('rejection' in outcome)) instances += 1
    else if (!GONE.has(outcome.rejection.code)) throw new Refusal(409, outcome.rejection.code, [outcome.rejection])
  }
  return { instances, more: waiting.length > PAGE }
}

/** Where he has a task, may take one, or will be asked. */
const instancesOf = (read: Reader, user: string): Promise<{ instance_id: string }[]> =>
  read.query<{ instance_id: string }>(
    `SELECT instance_id FROM tasks WHERE assignee = ? AND status = 'open'
     UNION SELECT t.instance_id FROM task_candidates c JOIN tasks t ON t.id = c.task_id AND t.status = 'open' WHERE c.user_id = ? AND c.is_open = 1
     UNION SELECT instance_id FROM signers WHERE user_id = ? AND live = 1 AND status IN ('open', 'waiting')
     ORDER BY instance_id LIMIT ${PAGE + 1}`,
    [user, user, user],
  )
