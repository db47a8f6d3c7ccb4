import type { Reader } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'
import type { UserPrincipal } from '../people/principal.js'
import { TASK_COLUMNS, TASK_JOINS, type TaskWithProcess } from './task.entity.js'
import { taskRows } from './task-rows.js'
import type { TaskPage, TaskRow } from './tasks.api.js'

export type Folder = 'todo' | 'done' | 'started' | 'copied'

const PAGE = 20
/** Tasks that a search looks through; the newest (or soonest due) of the folder. */
const SEARCHED = 500

/** Ids of the folder's tasks. What somebody started is shown by an open task of each instance, else its newest. */
const folders: Record<Folder, { from: string; users: number; order: string }> = {
  todo: {
    from: `(SELECT id FROM tasks WHERE assignee = ? AND status = 'open'
      UNION SELECT c.task_id FROM task_candidates c JOIN tasks o ON o.id = c.task_id AND o.status = 'open' AND o.assignee IS NULL WHERE c.user_id = ? AND c.is_open = 1)`,
    users: 2,
    order: 'CASE WHEN t.due_at IS NULL THEN 1 ELSE 0 END, t.due_at, t.created_at DESC, t.id',
  },
  done: {
    from: "(SELECT id FROM tasks WHERE completed_by = ? AND status = 'completed')",
    users: 1,
    order: 't.completed_at DESC, t.id',
  },
  copied: {
    from: '(SELECT DISTINCT task_id AS id FROM copies WHERE user_id = ? AND task_id IS NOT NULL)',
    users: 1,
    order: 't.created_at DESC, t.id',
  },
  started: {
    from: `(SELECT (SELECT s.id FROM tasks s WHERE s.instance_id = n.id ORDER BY CASE s.status WHEN 'open' THEN 0 ELSE 1 END, s.created_at DESC LIMIT 1) AS id
      FROM instances n WHERE n.started_by = ?)`,
    users: 1,
    order: 't.created_at DESC, t.id',
  },
}

/** One page of a folder. A search goes over titles, steps, processes and facts as the reader sees them. */
export async function listTasks(
  read: Reader,
  who: UserPrincipal,
  asked: { folder: Folder; search?: string; page: number },
  at: string,
): Promise<TaskPage> {
  const counts = await countTasks(read, who.id, at)
  const { folder, page } = asked
  const search = asked.search?.trim().toLowerCase()
  if (!search)
    return {
      items: await readFolder(read, who, folder, PAGE, (page - 1) * PAGE),
      total: counts[folder],
      page,
      pageSize: PAGE,
      counts,
    }
  const found = (await readFolder(read, who, folder, SEARCHED, 0)).filter(row => says(row).includes(search))
  return { items: found.slice((page - 1) * PAGE, page * PAGE), total: found.length, page, pageSize: PAGE, counts }
}

export async function readFolder(
  read: Reader,
  who: UserPrincipal,
  folder: Folder,
  limit: number,
  offset: number,
): Promise<TaskRow[]> {
  const { from, users, order } = folders[folder]
  const ids = await read.query<{ id: string }>(
    `SELECT t.id FROM ${from} f JOIN tasks t ON t.id = f.id ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`,
    Array.from({ length: users }, () => who.id),
  )
  if (ids.length === 0) return []
  const tasks = await read.query<TaskWithProcess>(
    `SELECT ${TASK_COLUMNS} FROM tasks t ${TASK_JOINS} WHERE t.id ${oneOf(ids.length)}`,
    ids.map(row => row.id),
  )
  const byId = new Map(tasks.map(task => [task.id, task]))
  return taskRows(
    read,
    ids.flatMap(({ id }) => byId.get(id) ?? []),
    who,
  )
}

const says = (row: TaskRow): string =>
  [row.title, row.name, row.process, ...row.facts.map(fact => fact.text)].join('\n').toLowerCase()

export async function countTasks(read: Reader, user: string, at: string): Promise<TaskPage['counts']> {
  const count = async (folder: Folder, where = ''): Promise<number> => {
    const { from, users } = folders[folder]
    const parameters: unknown[] = Array.from({ length: users }, () => user)
    const join = where ? `JOIN tasks t ON t.id = f.id WHERE ${where}` : 'WHERE f.id IS NOT NULL'
    const [row] = await read.query<{ n: number | string }>(
      `SELECT COUNT(*) AS n FROM ${from} f ${join}`,
      where ? [...parameters, at] : parameters,
    )
    return Number(row!.n)
  }
  const [todo, done, started, copied, overdue] = await Promise.all([
    count('todo'),
    count('done'),
    count('started'),
    count('copied'),
    count('todo', 't.due_at < ?'),
  ])
  return { todo, done, started, copied, overdue }
}
