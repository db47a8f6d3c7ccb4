import type { Reader } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import type { UserPrincipal } from '../people/principal.js'
import { can } from '../people/rights.js'
import { visibleRecord } from '../records/record-info.js'
import { readFolder } from '../tasks/list-tasks.js'
import type { TaskRow } from '../tasks/tasks.api.js'
import type { Home } from './home.api.js'

/** Open tasks that are looked at to sort and count; nobody's day holds more. */
const LOOKED_AT = 200
const SHOWN = 8

/** What somebody begins his day with. */
export async function readHome(read: Reader, who: UserPrincipal, now: Date): Promise<Home> {
  const [tasks, choices, quick, recent, repairs] = await Promise.all([
    readFolder(read, who, 'todo', LOOKED_AT, 0),
    tasksWithChoice(read, who.id),
    quickForms(read, who),
    recentRecords(read, who),
    who.admin
      ? read.query<{ n: number | string }>(
          "SELECT COUNT(*) AS n FROM repairs r JOIN instances i ON i.id = r.instance_id WHERE i.status = 'running'",
        )
      : [{ n: 0 }],
  ])
  const approvals = tasks.filter(task => choices.has(task.id))
  const todos = tasks.filter(task => !choices.has(task.id))
  const at = now.toISOString()
  const tomorrow = nextMidnight(now)
  const due = (task: TaskRow): string => task.dueAt ?? '9'
  return {
    approvals: approvals.slice(0, SHOWN),
    todos: todos.slice(0, SHOWN),
    counts: {
      approvals: approvals.length,
      todos: todos.length,
      overdue: tasks.filter(task => due(task) < at).length,
      today: tasks.filter(task => due(task) >= at && due(task) < tomorrow).length,
    },
    quick,
    recent,
    repairs: Number(repairs[0]!.n),
  }
}

/** Tasks that offer more than one verb are approvals. */
async function tasksWithChoice(read: Reader, user: string): Promise<Set<string>> {
  const rows = await read.query<{ id: string }>(
    `SELECT id FROM tasks WHERE assignee = ? AND status = 'open' AND outcomes LIKE '%,%'
     UNION SELECT t.id FROM task_candidates c JOIN tasks t ON t.id = c.task_id WHERE c.user_id = ? AND c.is_open = 1 AND t.outcomes LIKE '%,%'`,
    [user, user],
  )
  return new Set(rows.map(row => row.id))
}

async function quickForms(read: Reader, who: UserPrincipal): Promise<Home['quick']> {
  const rows = await read.query<{ id: string; app: string; icon: string }>(
    'SELECT f.id, f.app, a.icon FROM forms f JOIN apps a ON a.id = f.app WHERE f.deleted_at IS NULL AND f.version > 0 ORDER BY a.position, f.id LIMIT 100',
  )
  const mine = rows.filter(row => can(who, 'create', row.id)).slice(0, SHOWN)
  const forms = await Promise.all(mine.map(async row => ({ row, form: await publishedForm(read, row.id) })))
  return forms.flatMap(({ row, form }) =>
    form ? [{ form: row.id, name: bothTexts(form.form.name), app: row.app, icon: row.icon }] : [],
  )
}

/** Records that somebody wrote to last and still may see. */
async function recentRecords(read: Reader, who: UserPrincipal): Promise<Home['recent']> {
  const rows = await read.query<{ form: string; record: string; at: string }>(
    'SELECT form, record, at FROM record_log WHERE by_id = ? ORDER BY id DESC LIMIT 60',
    [who.id],
  )
  const newest = [...new Map(rows.toReversed().map(row => [row.record, row])).values()]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, SHOWN)
  const found = await Promise.all(
    newest.map(async row => {
      const form = await publishedForm(read, row.form)
      const record = form && (await visibleRecord(read, form, row.record, who))
      return form && record
        ? [{ form: row.form, record: row.record, title: record.title, formName: bothTexts(form.form.name), at: row.at }]
        : []
    }),
  )
  return found.flat()
}

const bothTexts = (text: string | { zh: string; en?: string }): { zh: string; en?: string } =>
  typeof text === 'string' ? { zh: text } : text

/** The end of today in China; UTC ISO. */
function nextMidnight(now: Date): string {
  const offset = 8 * 3_600_000
  const day = 24 * 3_600_000
  return new Date((Math.floor((now.getTime() + offset) / day) + 1) * day - offset).toISOString()
}
