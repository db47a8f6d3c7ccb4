import type { Reader } from '../db/transaction.js'
import type { TaskRecord } from '../instances/load-state.js'

/** A task with what it belongs to. */
export interface TaskWithProcess extends TaskRecord {
  definition: string
  process_id: string
  process_name: string
  app_id: string
  record_form: string | null
  record_id: string | null
  started_by: string
}

export const TASK_COLUMNS = `t.*, COALESCE(t.definition, i.definition) AS definition, i.process_id, v.name AS process_name, p.app_id, i.record_form, i.record_id, i.started_by`
export const TASK_JOINS = `JOIN instances i ON i.id = t.instance_id JOIN process_versions v ON v.id = i.definition JOIN processes p ON p.id = i.process_id`

export async function taskWithProcess(read: Reader, id: string): Promise<TaskWithProcess | undefined> {
  return (await read.query<TaskWithProcess>(`SELECT ${TASK_COLUMNS} FROM tasks t ${TASK_JOINS} WHERE t.id = ?`, [id]))[0]
}

/** Is he the one, or one of those who may take it? Also of an ended task: then he was. */
export async function concerns(read: Reader, task: TaskRecord, user: string): Promise<boolean> {
  if (task.assignee === user || task.completed_by === user || task.on_behalf_of === user) return true
  return (
    task.candidates > 0 &&
    (await read.query('SELECT 1 FROM task_candidates WHERE task_id = ? AND user_id = ?', [task.id, user])).length > 0
  )
}

/** May he complete it now? */
export async function isMine(read: Reader, task: TaskRecord, user: string): Promise<boolean> {
  return task.status === 'open' && (task.assignee === user || (task.assignee === null && (await concerns(read, task, user))))
}
