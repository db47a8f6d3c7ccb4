import { inTransaction, reader } from '../db/transaction.js'
import { finishJob } from '../jobs/claim-jobs.js'
import type { Job } from '../jobs/jobs.js'
import { writeNotices } from '../outbox/notify.js'
import type { Engine } from './engine.js'
import type { TaskRecord } from './load-state.js'
import { titleOfRecord } from './record-title.js'

/** Tells those who have it that a task is due. Once: the notice's source is the task, and the job goes in the same transaction. */
export async function remindOfTask(engine: Engine, job: Job): Promise<void> {
  const { task: id } = job.payload as { task: string }
  const read = reader(engine.db)
  const [task] = await read.query<TaskRecord & { record_form: string | null; record_id: string | null; process: string }>(
    `SELECT t.*, i.record_form, i.record_id, v.name AS process FROM tasks t JOIN instances i ON i.id = t.instance_id
     JOIN process_versions v ON v.id = i.definition WHERE t.id = ? AND t.status = 'open'`,
    [id],
  )
  const to = task ? (task.assignee !== null ? [task.assignee] : await candidatesOf(engine, id)) : []
  const record = task?.record_id ? { form: task.record_form!, id: task.record_id } : undefined
  const title = task && ((record && (await titleOfRecord(read, record))) || task.process)
  await inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    if (!task || !title) return
    const at = engine.clock.now().toISOString()
    await writeNotices(
      tx,
      [{ code: 'TASK_DUE', source: `${id}.due`, to, at, title, body: task.name, task: id, ...(record ? { record } : {}) }],
      true,
    )
    tx.afterCommit(() => {
      engine.live.publish(to, { kind: 'notification' })
      engine.live.publish(to, { kind: 'task', id })
    })
  })
}

const candidatesOf = async (engine: Engine, task: string): Promise<string[]> =>
  (await reader(engine.db).query<{ user_id: string }>('SELECT user_id FROM task_candidates WHERE task_id = ?', [task])).map(
    row => row.user_id,
  )
