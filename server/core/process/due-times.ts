import type { Problem } from '../problem.js'
import { calendarFor } from './calendar-for.js'
import type { Graph, TimerSpec } from './graph.js'
import { nodeIn, seenBy, zoneOf, type Run } from './run.js'
import { looksLiteral, schedule, scheduleDue, type Due } from './schedule.js'
import type { Task, Timer } from './state.js'

/** An expression's due time, or that it gives none; undefined where it cannot be computed now: what was due stays so. */
type Found = { dueAt?: string } | undefined

/**
 * Due times that an expression gives move when the data that it reads changes: timers that fire once, and tasks. Looked at where conditional events
 * are, in the same transaction. Each is counted from when its waiting began, so that the same data give the same time. What a person
 * set stays, and so do cycles, which keep to their schedule.
 */
export async function moveDueTimes(run: Run): Promise<void> {
  const { draft } = run
  if (!graphsOf(run).some(duesMove)) return
  for (const timer of draft.timers.all()) {
    const found = await dueOfTimer(run, timer)
    if (found?.dueAt !== undefined && found.dueAt !== timer.dueAt) draft.timers.update(timer.id, { dueAt: found.dueAt })
  }
  for (const task of draft.tasks.all()) {
    const found = await dueOfTask(run, task)
    if (found && found.dueAt !== task.dueAt) moveTask(run, task, found.dueAt)
  }
}

/** Gives a task another due time, or none; reminders that hang on the old one move with it, once for all tasks of the step. */
export function moveTask(run: Run, task: Task, dueAt: string | undefined, fixed?: true): void {
  const { draft } = run
  const before = task.dueAt
  const others = draft.tasks.all().filter(each => each.token === task.token && each.status === 'open')
  for (const each of others) draft.tasks.update(each.id, { dueAt, ...(fixed ? { dueFixed: true } : {}) })
  if (before === undefined || dueAt === undefined) return
  const by = Date.parse(dueAt) - Date.parse(before)
  for (const timer of draft.timers.all())
    if (timer.token === task.token && timer.purpose !== undefined)
      draft.timers.update(timer.id, { dueAt: new Date(Date.parse(timer.dueAt) + by).toISOString() })
}

/** Does this process have due times that data decide? */
export function duesMove(graph: Graph): boolean {
  let moves = asked.get(graph)
  if (moves === undefined) {
    moves = graph.nodes.some(
      ({ settings, events }) =>
        (settings.due !== undefined && !looksLiteral(settings.due)) ||
        events.some(event => event.type === 'timer' && isMovable(event.timer)),
    )
    asked.set(graph, moves)
  }
  return moves
}
const asked = new WeakMap<Graph, boolean>()
const isMovable = ({ literal, type }: TimerSpec): boolean => !literal && type !== 'cycle'
const graphsOf = (run: Run): Graph[] => [run.graph, ...run.graphs.values()]

async function dueOfTimer(run: Run, timer: Timer): Promise<Found> {
  if (timer.fixed || timer.purpose !== undefined || timer.every !== undefined) return undefined
  const event = nodeIn(run, timer.scope, timer.element).events[timer.event ?? 0]
  if (event?.type !== 'timer' || !isMovable(event.timer)) return undefined
  const { type, text, calendar } = event.timer
  return computed(run, timer, text, calendar, (found, began, zone, hours) => schedule(type, found, began, zone, hours))
}

async function dueOfTask(run: Run, task: Task): Promise<Found> {
  if (task.dueFixed || task.status !== 'open') return undefined
  const { due, calendar } = nodeIn(run, task.scope, task.element).settings
  return due === undefined || looksLiteral(due) ? undefined : computed(run, task, due, calendar, scheduleDue)
}

async function computed(
  run: Run,
  { scope, token }: { scope: string; token: string },
  source: string,
  named: string | undefined,
  read: (
    text: string,
    ...from: Parameters<typeof scheduleDue> extends [string, ...infer Rest] ? Rest : never
  ) => Due | { problem: Problem },
): Promise<Found> {
  const { draft, host } = run
  const began = draft.tokens.get(token)?.since ?? draft.scopes.get(token)?.startedAt
  if (began === undefined) return undefined
  const text = await host.evaluate(source, await seenBy(run, token, source), { now: began, initiator: draft.instance.startedBy })
  if ('problem' in text) return undefined
  if (text.value === undefined || text.value === null) return {}
  const when = await calendarFor(run, scope, named)
  const found = 'problem' in when ? when : read(String(text.value), began, zoneOf(run, scope), when.calendar)
  return 'problem' in found ? undefined : { dueAt: found.dueAt }
}
