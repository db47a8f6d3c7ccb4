import type { Verb } from '#core/process/approval/settings'
import type { Graph } from '#core/process/graph'
import type { Reader } from '../db/transaction.js'
import { selectIn } from '../db/write-rows.js'
import type { PublishedProcess } from '../processes/published-process.js'
import { publishedProcess } from '../processes/published-process.js'
import type { RecordRef } from './engine.js'
import type { ProgressStep } from './instances.api.js'
import { definitionOf, type InstanceRow, type TaskRecord } from './load-state.js'
import { predictSteps } from './predict-steps.js'

/**
 * The progress line of an instance: how it began, what people did, where it stands, what will probably come. `people` are user ids. The
 * newest 100 done steps are read; a process that loops for years does not make the line longer.
 */
export async function progressOf(read: Reader, row: InstanceRow, { graph }: PublishedProcess): Promise<ProgressStep[]> {
  const [tasks, tokens, ends] = await Promise.all([
    read.query<TaskRecord>('SELECT * FROM tasks WHERE instance_id = ? ORDER BY created_at DESC, id DESC LIMIT 100', [row.id]),
    read.query<TokenRow>('SELECT id, node, waits, since FROM tokens WHERE instance_id = ? ORDER BY since DESC, id LIMIT 100', [
      row.id,
    ]),
    row.ended_at === null
      ? []
      : read.query<{ element: string; at: string }>(`${ENDED} ORDER BY rev DESC, n DESC LIMIT 5`, [row.id]),
  ])
  const candidates = await candidatesOf(
    read,
    tasks.filter(task => task.status === 'open' && task.assignee === null).map(task => task.id),
  )
  const done = tasks
    // who was not asked to the end of a round is no step of the way
    .filter(task => task.status === 'completed' || (task.status === 'cancelled' && task.signer === null))
    .sort((a, b) => compare(a.completed_at ?? a.created_at, b.completed_at ?? b.created_at))
  const steps = [began(row, graph), ...done.map(task => doneStep(task, graph))]
  const current = tokens.filter(token => showsWaiting(token)).map(token => currentStep(token, tasks, candidates, graph))
  steps.push(...(current.length > 1 ? current.map(step => ({ ...step, lane: 0 })) : current))
  if (row.status === 'running') {
    const places = tokens.map(token => token.node)
    steps.push(
      ...predictSteps(graph, places).map(step => ({
        ...step,
        state: 'predicted' as const,
        people: [],
        ...(step.lane === undefined ? {} : { lane: step.lane }),
      })),
    )
  } else {
    const named = ends
      .map(end => ({ ...end, name: nameAt(graph, end.element) }))
      .filter(end => end.name !== '' && kindAt(graph, end.element) === 'end')
    steps.push(
      ...named.slice(0, 1).map(end => ({ element: end.element, name: end.name, state: 'done' as const, people: [], at: end.at })),
    )
  }
  return steps
}

/** The line of the newest process about a record, for its receipt and page; empty when no process was ever started for it. */
export async function stepsFor(read: Reader, record: RecordRef): Promise<ProgressStep[]> {
  const [row] = await read.query<InstanceRow>(
    'SELECT * FROM instances WHERE record_id = ? AND record_form = ? ORDER BY id DESC LIMIT 1',
    [record.id, record.form],
  )
  return row ? progressOf(read, row, await publishedProcess(read, definitionOf(row))) : []
}

interface TokenRow {
  id: string
  node: string
  waits: string
  since: string
}

const ENDED = "SELECT element, at FROM activity_log WHERE instance_id = ? AND type = 'completed'"
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const nodeAt = (graph: Graph, element: string) => graph.nodes[graph.nodeAt.get(element) ?? -1]
const nameAt = (graph: Graph, element: string): string => nodeAt(graph, element)?.name ?? ''
const kindAt = (graph: Graph, element: string): string => nodeAt(graph, element)?.kind ?? ''
/** A token in a sub-process is shown by what happens inside; joins and moving tokens by those that they wait for. */
const showsWaiting = (token: TokenRow): boolean => !['scope', 'join', 'continue', 'spawn'].includes(token.waits)

function began(row: InstanceRow, graph: Graph): ProgressStep {
  const start = graph.starts.length === 1 ? graph.nodes[graph.starts[0]!]! : undefined
  return { element: start?.id ?? '', name: start?.name ?? '', state: 'done', people: [row.started_by], at: row.started_at }
}

function doneStep(task: TaskRecord, graph: Graph): ProgressStep {
  const { outcomes, approval } = nodeAt(graph, task.element)?.settings ?? {}
  const verb = outcomes?.find(each => each.name === task.outcome) ?? approval?.verbs[task.outcome as Verb]
  const people = task.completed_by ?? task.assignee
  return {
    element: task.element,
    name: task.name,
    state: task.status === 'cancelled' ? 'cancelled' : 'done',
    people: people === null ? [] : [people],
    ...(task.completed_at === null ? {} : { at: task.completed_at }),
    ...(task.outcome === null ? {} : { outcome: task.outcome, outcomeLabel: verb?.label ?? task.outcome }),
    ...(task.opinion === null ? {} : { opinion: task.opinion }),
  }
}

function currentStep(
  token: TokenRow,
  tasks: readonly TaskRecord[],
  candidates: Map<string, string[]>,
  graph: Graph,
): ProgressStep {
  const open = tasks.filter(each => each.token === token.id && each.status === 'open')
  const [task] = open
  return {
    element: token.node,
    name: task?.name ?? nameAt(graph, token.node),
    state: token.waits === 'repair' ? 'repair' : 'current',
    people: open.flatMap(each => (each.assignee === null ? (candidates.get(each.id) ?? []) : [each.assignee])),
    since: token.since,
    ...(task?.due_at ? { dueAt: task.due_at } : {}),
  }
}

/** Who may take these open tasks. */
export async function candidatesOf(read: Reader, tasks: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await selectIn<{ task_id: string; user_id: string }>(
    read,
    list => `SELECT task_id, user_id FROM task_candidates WHERE task_id ${list}`,
    tasks,
  )
  const found = new Map<string, string[]>()
  for (const row of rows) found.set(row.task_id, [...(found.get(row.task_id) ?? []), row.user_id])
  return found
}
