import type { Reader } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import type { UserPrincipal } from '../people/principal.js'
import { visibleRecord } from '../records/record-info.js'
import type { InstanceRow } from './load-state.js'

/** Who may look at an instance: administrators, who started it, who has or had a task in it, who can see its record. */
export async function maySee(
  read: Reader,
  who: UserPrincipal,
  instance: Pick<InstanceRow, 'id' | 'started_by' | 'record_form' | 'record_id'>,
): Promise<boolean> {
  if (who.admin || instance.started_by === who.id) return true
  if (await takesPart(read, who.id, instance.id)) return true
  if (instance.record_id === null) return false
  const form = await publishedForm(read, instance.record_form!)
  return form !== undefined && (await visibleRecord(read, form, instance.record_id, who)) !== undefined
}

export async function takesPart(read: Reader, user: string, instance: string): Promise<boolean> {
  const rows = await read.query(
    `SELECT 1 FROM tasks t WHERE t.instance_id = ? AND (t.assignee = ? OR t.completed_by = ?
       OR EXISTS (SELECT 1 FROM task_candidates c WHERE c.task_id = t.id AND c.user_id = ?)) LIMIT 1`,
    [instance, user, user, user],
  )
  if (rows.length > 0) return true
  // who was sent a copy, and who has been asked without ever having had the task
  const others = await read.query(
    `SELECT user_id FROM copies WHERE instance_id = ? AND user_id = ?
     UNION ALL SELECT user_id FROM signers WHERE instance_id = ? AND user_id = ? LIMIT 1`,
    [instance, user, instance, user],
  )
  return others.length > 0
}
