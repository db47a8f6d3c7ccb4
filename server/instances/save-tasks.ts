import type { Rows } from '#core/process/command'
import type { State, Task } from '#core/process/state'
import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { drawnIn } from './drawn-in.js'

const taskColumns =
  'id instance_id scope token element name status round assignee candidates why rights outcomes due_at created_at completed_at completed_by outcome opinion signer on_behalf_of due_fixed definition part'.split(
    ' ',
  )
const candidateColumns = ['task_id', 'user_id', 'is_open']
export async function saveTasks(
  tx: Tx,
  before: State | undefined,
  after: State,
  rows: Rows<Task>,
  partOf: (holder: string) => string,
): Promise<void> {
  const instance = after.instance.id
  const update =
    'UPDATE tasks SET status = ?, assignee = ?, candidates = ?, why = ?, due_at = ?, completed_at = ?, completed_by = ?, outcome = ?, opinion = ?, on_behalf_of = ?, due_fixed = ? WHERE id = ?'
  for (const row of rows.update)
    await tx.later(update, [
      row.status,
      row.assignee ?? null,
      row.candidates.length,
      json(row.why),
      row.dueAt ?? null,
      ...ended(row),
      row.onBehalfOf ?? null,
      row.dueFixed ? 1 : 0,
      row.id,
    ])
  const values = (row: Task) => [
    row.id,
    instance,
    row.scope,
    row.token,
    row.element,
    row.name,
    row.status,
    row.round,
    row.assignee ?? null,
    row.candidates.length,
    json(row.why),
    json(row.rights),
    JSON.stringify(row.outcomes),
    row.dueAt ?? null,
    row.createdAt,
    ...ended(row),
    row.signer ?? null,
    row.onBehalfOf ?? null,
    row.dueFixed ? 1 : 0,
    drawnIn(after, row.scope),
    partOf(row.scope),
  ]
  await insertRows(tx, 'tasks', taskColumns, rows.insert.map(values))
  // who could have taken an ended or claimed task is kept: he is told who was faster, not that there is no such task
  const shared = new Set(before?.tasks.filter(task => task.candidates.length > 0).map(task => task.id))
  for (const row of rows.update) {
    const offered = row.status === 'open' && row.assignee === undefined ? 1 : 0
    if (shared.has(row.id) && !offered) await tx.later('UPDATE task_candidates SET is_open = 0 WHERE task_id = ?', [row.id])
  }
  const candidates = rows.insert.flatMap(row => row.candidates.map(user => [row.id, user, row.assignee === undefined ? 1 : 0]))
  await insertRows(tx, 'task_candidates', candidateColumns, candidates)
}
const ended = (row: Task) => [row.completedAt ?? null, row.completedBy ?? null, row.outcome ?? null, row.opinion ?? null]

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
