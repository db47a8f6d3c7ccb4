import { reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { titleOfRecord } from '../instances/record-title.js'
import { runCommand, type Asked } from '../instances/run-command.js'
import { writeNotices } from '../outbox/notify.js'
import { newId } from '../db/id.js'
import type { UserPrincipal } from '../people/principal.js'
import { openTask, refuseCommand } from './complete-task.js'
import type { TransferTask } from './tasks.api.js'

/** One of the candidates takes the task for himself. 409 TASK_TAKEN { by }. */
export async function claimTask(engine: Engine, id: string, who: UserPrincipal): Promise<void> {
  const task = await openTask(engine, id, who)
  const outcome = await runCommand(engine, task.instance_id, { type: 'claim', task: id, by: who.id })
  if ('rejection' in outcome) await refuseCommand(engine, id, who, outcome)
}

/** Gives a task to somebody else: its assignee or an administrator may. The receiver is told. 422 NO_SUCH_USER. */
export async function transferTask(engine: Engine, id: string, who: UserPrincipal, { to, note }: TransferTask): Promise<void> {
  const read = reader(engine.db)
  const task = await openTask(engine, id, who)
  if (task.assignee !== who.id && !who.admin) refuse(403, 'NOT_YOURS')
  if ((await read.query('SELECT 1 FROM users WHERE id = ? AND disabled = 0', [to])).length === 0)
    refuse(422, [{ code: 'NO_SUCH_USER', at: 'to' }])
  const record = task.record_id === null ? undefined : { form: task.record_form!, id: task.record_id }
  const title = (record && (await titleOfRecord(read, record))) || task.process_name
  const asked = { type: 'assign', task: id, to, by: who.id, ...(note ? { note } : {}) } as Asked
  const at = engine.clock.now().toISOString()
  const outcome = await runCommand(engine, task.instance_id, asked, {
    write: async tx => {
      const body = note ? `${task.name}: ${note}` : task.name
      await writeNotices(tx, [
        { code: 'TASK_TRANSFERRED', source: newId(), to: [to], at, title, body, task: id, ...(record ? { record } : {}) },
      ])
      tx.afterCommit(() => engine.live.publish([to], { kind: 'notification' }))
    },
  })
  if ('rejection' in outcome) await refuseCommand(engine, id, who, outcome)
}
