import type { Instance, InstanceStatus, State, Task, Timer } from '#core/process/state'
import type { Graph } from '#core/process/graph'
import type { Json } from '#core/problem'
import type { Dialect } from '../db/dialect.js'
import type { Reader } from '../db/transaction.js'
import { oneOf, selectIn } from '../db/write-rows.js'
import { approvalOf, SELECT_APPROVALS, SELECT_SIGNERS, signerOf } from './approval-rows.js'
import type { Parts } from './parts.js'
import { LARGE } from './save-variables.js'
import { compensationOf, given, repairOf, scopeOf, subscriptionOf, tokenOf, variableOf, type Row } from './state-rows.js'
import { publishedProcess, type PublishedProcess } from '../processes/published-process.js'

/** A live instance as it rests, with the process that it belongs to. */
export interface Loaded {
  state: State
  published: PublishedProcess
}

/** Everything, or the parts that a command needs (parts.ts), which is asked only where the diagram has loops. */
type Which = 'all' | ((graph: Graph) => Promise<Parts>)

/**
 * The live rows of one instance; what has ended is not read, so the cost does not grow with its history, nor what its diagram cannot have. The instance row with its
 * revision comes first: when somebody commits between our reads, the compare-and-set on that revision fails and the command is planned anew.
 */
export async function loadState(read: Reader, id: string, which: Which = 'all'): Promise<Loaded | undefined> {
  const [row] = await read.query<InstanceRow>('SELECT * FROM instances WHERE id = ?', [id])
  if (!row) return undefined
  const published = await publishedProcess(read, definitionOf(row))
  const { timers: hasTimers, events: hasEvents, compensation, approvals: hasApprovals, loops } = published.waits
  const parts = loops && which !== 'all' ? await which(published.graph) : 'all'
  const { scopes, tokens, variables, tasks, timers, subscriptions, compensations, approvals, signers } = await rowsOf(
    read,
    id,
    parts,
    [
      'scopes',
      'tokens',
      'variables',
      'tasks',
      ...(hasTimers ? (['timers'] as const) : []),
      ...(hasEvents ? (['subscriptions'] as const) : []),
      ...(compensation ? (['compensations'] as const) : []),
      ...(hasApprovals ? (['approvals', 'signers'] as const) : []),
    ],
  )
  const stuck = tokens.some(token => token.waits === 'repair')
  const repairs = stuck ? (await rowsOf(read, id, parts, ['repairs'])).repairs : []
  const shared = tasks.filter(task => task.candidates > 0).map(task => task.id)
  const candidates =
    shared.length === 0
      ? []
      : await selectIn<Candidate>(read, list => `SELECT task_id, user_id FROM task_candidates WHERE task_id ${list}`, shared)
  const state: State = {
    instance: instanceOf(row),
    scopes: byNumber(scopes.map(scopeOf)),
    tokens: byNumber(tokens.map(tokenOf)),
    variables: variables.map(variableOf),
    tasks: byNumber(
      tasks.map(task =>
        taskOf(
          task,
          candidates.filter(each => each.task_id === task.id).map(each => each.user_id),
        ),
      ),
    ),
    timers: byNumber(timers.map(timer => ({ id: timer.id, ...(JSON.parse(timer.payload) as Omit<Timer, 'id'>) }))),
    subscriptions: byNumber(subscriptions.map(subscriptionOf)),
    repairs: byNumber(repairs.map(repairOf)),
    compensations: byNumber(compensations.map(compensationOf)),
    approvals: byNumber(approvals.map(approvalOf)),
    signers: byNumber(signers.map(signerOf)),
  }
  return { state, published }
}

const SELECT = {
  scopes: 'SELECT * FROM scopes WHERE instance_id = ?',
  tokens: 'SELECT * FROM tokens WHERE instance_id = ?',
  variables: `SELECT scope, name, CASE WHEN size > ${LARGE} THEN NULL ELSE value END AS value FROM variables WHERE instance_id = ?`,
  tasks: "SELECT * FROM tasks WHERE instance_id = ? AND status = 'open'",
  timers: "SELECT id, payload FROM jobs WHERE instance_id = ? AND kind = 'timer'",
  subscriptions: 'SELECT * FROM subscriptions WHERE instance_id = ?',
  compensations: 'SELECT * FROM compensations WHERE instance_id = ?',
  approvals: SELECT_APPROVALS,
  signers: SELECT_SIGNERS,
  repairs: 'SELECT * FROM repairs WHERE instance_id = ?',
}
type Kind = keyof typeof SELECT
type KindRows = { [P in Kind]: P extends 'tasks' ? TaskRecord[] : P extends 'timers' ? TimerRow[] : Row[] }

/** In one go; a kind that is not asked for is empty. */
async function rowsOf(read: Reader, instance: string, parts: Parts, kinds: readonly Kind[]): Promise<KindRows> {
  const asked = parts === 'all' ? [instance] : [instance, ...parts]
  const sql = (kind: Kind): string => (parts === 'all' ? SELECT[kind] : selectParts(read.dialect, kind, parts.length))
  const found = await read.queries(kinds.map(kind => [sql(kind), asked]))
  const rows: Record<string, unknown[]> = { ...NONE }
  kinds.forEach((kind, n) => (rows[kind] = found[n]!))
  return rows as KindRows
}

/** By the index of parts: the planner of SQLite would rather walk along the key, past all children of the instance. */
function selectParts({ byIndex }: Dialect, kind: Kind, count: number): string {
  const index = byIndex(`${kind === 'timers' ? 'jobs' : kind}_part`)
  return `${SELECT[kind].replace(' WHERE', `${index} WHERE`)} AND part ${oneOf(count)}`
}
const NONE = Object.fromEntries(Object.keys(SELECT).map(kind => [kind, []]))

type TimerRow = { id: string; payload: string }
type Candidate = { task_id: string; user_id: string }

export interface InstanceRow {
  id: string
  process_id: string
  definition: string
  pool: number
  status: InstanceStatus
  rev: number
  seq: number
  automatic: number
  record_form: string | null
  record_id: string | null
  started_by: string
  started_at: string
  ended_at: string | null
}

export interface TaskRecord {
  id: string
  instance_id: string
  scope: string
  token: string
  element: string
  name: string
  status: Task['status']
  round: number
  assignee: string | null
  signer: string | null
  on_behalf_of: string | null
  candidates: number
  why: string | null
  rights: string | null
  outcomes: string
  due_at: string | null
  due_fixed: number
  created_at: string
  completed_at: string | null
  completed_by: string | null
  outcome: string | null
  opinion: string | null
}

/** Ids are counted: `<instance>.<n>`; the order of their numbers is the order of their making, in memory and here. */
const byNumber = <T extends { id: string }>(rows: T[]): T[] =>
  rows.length < 2 ? rows : rows.sort((a, b) => numberOf(a.id) - numberOf(b.id))
const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1))

/** The process of the version's file that the instance runs. */
export const definitionOf = ({ definition, pool }: Pick<InstanceRow, 'definition' | 'pool'>): string =>
  pool === 0 ? definition : `${definition}#${pool}`

export const instanceOf = (row: InstanceRow): Instance => ({
  id: row.id,
  definition: definitionOf(row),
  status: row.status,
  rev: row.rev,
  seq: row.seq,
  ...(row.record_id === null ? {} : { record: { form: row.record_form!, id: row.record_id } }),
  startedBy: row.started_by,
  startedAt: row.started_at,
  ...given('endedAt', row.ended_at),
  automatic: row.automatic,
})

export const taskOf = (row: TaskRecord, candidates: string[]): Task => ({
  id: row.id,
  scope: row.scope,
  token: row.token,
  element: row.element,
  name: row.name,
  status: row.status,
  round: row.round,
  ...given('assignee', row.assignee),
  ...given('signer', row.signer),
  ...given('onBehalfOf', row.on_behalf_of),
  candidates,
  ...(row.why === null ? {} : { why: JSON.parse(row.why) as Json }),
  ...(row.rights === null ? {} : { rights: JSON.parse(row.rights) as Record<string, string> }),
  outcomes: JSON.parse(row.outcomes) as string[],
  ...given('dueAt', row.due_at),
  ...(row.due_fixed ? { dueFixed: true as const } : {}),
  createdAt: row.created_at,
  ...given('completedAt', row.completed_at),
  ...given('completedBy', row.completed_by),
  ...given('outcome', row.outcome),
  ...given('opinion', row.opinion),
})
