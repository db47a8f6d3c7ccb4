import type { TaskRow } from '../../../server/tasks/tasks.api'
import { dateText } from '@/ui/format'

export type GroupName = 'overdue' | 'today' | 'later' | 'all'
export interface Group {
  name: GroupName
  rows: TaskRow[]
}

/** Open tasks by urgency, the order within kept as it came: overdue, due today (by the browser's calendar), later or without a date. Empty groups are left out. */
export function groupTasks(rows: readonly TaskRow[], now: number): Group[] {
  const today = dateText(now)
  const nameOf = ({ dueAt, state }: TaskRow): GroupName => {
    if (!dueAt || state !== 'open') return 'later'
    if (Date.parse(dueAt) < now) return 'overdue'
    return dateText(dueAt) === today ? 'today' : 'later'
  }
  return (['overdue', 'today', 'later'] as const)
    .map(name => ({ name, rows: rows.filter(row => nameOf(row) === name) }))
    .filter(group => group.rows.length > 0)
}

/** Where the list goes on after a task: the next below, at the end the one above; undefined when it was the only one. */
export function neighbour(rows: readonly Pick<TaskRow, 'id' | 'state'>[], id: string): string | undefined {
  const at = rows.findIndex(row => row.id === id)
  const open = (row: Pick<TaskRow, 'id' | 'state'>) => row.id !== id && row.state === 'open'
  return (rows.slice(at + 1).find(open) ?? rows.slice(0, Math.max(at, 0)).reverse().find(open))?.id
}

export interface Filter {
  /** Name of a process, or id of an app; at most one of the two. */
  process?: string
  app?: string
}
export const passes = (row: TaskRow, { process, app }: Filter): boolean =>
  (!process || row.process === process) && (!app || row.app === app)

/** Values of a column with how many rows have it, most first. */
export function countBy(rows: readonly TaskRow[], column: 'process' | 'app'): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
