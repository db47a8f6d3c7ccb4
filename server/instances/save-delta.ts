import type { Delta, TrailEntry } from '#core/process/command'
import type { Compensation, Repair, Scope, State, Subscription, Task, Timer, Token } from '#core/process/state'
import type { Tx } from '../db/transaction.js'
import { dropRows, insertRows } from '../db/write-rows.js'
import { addJobs, putJobs, removeJobs, type NewJob } from '../jobs/jobs.js'
import { shortKey } from './post-messages.js'
import { saveApprovals, saveSigners } from './approval-rows.js'
import { drawnIn } from './drawn-in.js'

/**
 * Writes exactly the rows that a command changed, in one fixed order of tables (two transactions that wait for each other always wait in the
 * same direction). `before` is what was loaded: it tells an insert from an update where the delta does not.
 */
export async function saveDelta(tx: Tx, before: State | undefined, after: State, delta: Delta, at: string): Promise<void> {
  const id = after.instance.id
  await saveScopes(tx, id, delta.scopes)
  await saveTokens(tx, id, delta.tokens)
  await saveVariables(tx, id, before, delta.variables)
  await saveTasks(tx, before, after, delta.tasks)
  await saveSubscriptions(tx, id, delta.subscriptions, at)
  await saveTimers(tx, id, delta.timers)
  await saveRepairs(tx, id, delta.repairs)
  await saveCompensations(tx, id, delta.compensations)
  await saveApprovals(tx, id, delta.approvals)
  await saveSigners(tx, id, delta.signers, new Set(after.signers.map(signer => signer.id)))
}

type Rows<T> = Delta['scopes'] extends { insert: unknown } ? { insert: T[]; update: T[]; remove: string[] } : never
const remove = (tx: Tx, table: string, instance: string, ids: string[]) =>
  ids.length === 0 ? 0 : dropRows(tx, table, 'id', ids, { sql: 'instance_id = ?', with: [instance] })

const scopeColumns = ['instance_id', 'id', 'kind', 'parent', 'element', 'definition', 'token', 'started_at', 'round', 'detail']
async function saveScopes(tx: Tx, instance: string, rows: Rows<Scope>): Promise<void> {
  await remove(tx, 'scopes', instance, rows.remove)
  for (const row of rows.update)
    await tx.later('UPDATE scopes SET round = ?, detail = ? WHERE instance_id = ? AND id = ?', [
      row.round,
      detailOf(row),
      instance,
      row.id,
    ])
  const values = (row: Scope) => [
    instance,
    row.id,
    row.kind,
    row.parent ?? null,
    row.element,
    row.definition ?? null,
    row.token ?? null,
    row.startedAt,
    row.round,
    detailOf(row),
  ]
  await insertRows(tx, 'scopes', scopeColumns, rows.insert.map(values))
}
const detailOf = ({ loop, index, gates, returns }: Scope): string | null =>
  loop === undefined && index === undefined && gates === undefined && returns === undefined
    ? null
    : JSON.stringify({ loop, index, gates, returns })

const tokenColumns = ['instance_id', 'id', 'scope', 'node', 'arrived_by', 'waits', 'since']
async function saveTokens(tx: Tx, instance: string, rows: Rows<Token>): Promise<void> {
  await remove(tx, 'tokens', instance, rows.remove)
  const update = 'UPDATE tokens SET node = ?, arrived_by = ?, waits = ?, since = ? WHERE instance_id = ? AND id = ?'
  for (const row of rows.update) await tx.later(update, [row.node, row.arrivedBy ?? null, row.waits, row.since, instance, row.id])
  await insertRows(
    tx,
    'tokens',
    tokenColumns,
    rows.insert.map(row => [instance, row.id, row.scope, row.node, row.arrivedBy ?? null, row.waits, row.since]),
  )
}

const variableColumns = ['instance_id', 'scope', 'name', 'value']
async function saveVariables(tx: Tx, instance: string, before: State | undefined, rows: Delta['variables']): Promise<void> {
  for (const { scope, name } of rows.remove) {
    if (name === undefined) await tx.later('DELETE FROM variables WHERE instance_id = ? AND scope = ?', [instance, scope])
    else await tx.later('DELETE FROM variables WHERE instance_id = ? AND scope = ? AND name = ?', [instance, scope, name])
  }
  const known = new Set(before?.variables.map(row => `${row.scope} ${row.name}`))
  const fresh: unknown[][] = []
  for (const { scope, name, value } of rows.put) {
    const text = JSON.stringify(value)
    if (!known.has(`${scope} ${name}`)) fresh.push([instance, scope, name, text])
    else
      await tx.later('UPDATE variables SET value = ? WHERE instance_id = ? AND scope = ? AND name = ?', [
        text,
        instance,
        scope,
        name,
      ])
  }
  await insertRows(tx, 'variables', variableColumns, fresh)
}

const taskColumns =
  'id instance_id scope token element name status round assignee candidates why rights outcomes due_at created_at completed_at completed_by outcome opinion signer on_behalf_of due_fixed definition'.split(
    ' ',
  )
const candidateColumns = ['task_id', 'user_id', 'is_open']
async function saveTasks(tx: Tx, before: State | undefined, after: State, rows: Rows<Task>): Promise<void> {
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

const subscriptionColumns = [
  'instance_id',
  'id',
  'scope',
  'token',
  'element',
  'type',
  'name',
  'correlation_key',
  'event',
  'held',
  'since',
]
async function saveSubscriptions(tx: Tx, instance: string, rows: Rows<Subscription>, since: string): Promise<void> {
  await remove(tx, 'subscriptions', instance, rows.remove)
  for (const row of rows.update)
    await tx.later('UPDATE subscriptions SET held = ? WHERE instance_id = ? AND id = ?', [row.held ? 1 : 0, instance, row.id])
  const values = (row: Subscription) => [
    instance,
    row.id,
    row.scope,
    row.token,
    row.element,
    row.type,
    row.name,
    shortKey(row.key),
    row.event ?? null,
    row.held ? 1 : 0,
    since,
  ]
  await insertRows(tx, 'subscriptions', subscriptionColumns, rows.insert.map(values))
}

/** A timer is a job: one row for both. */
async function saveTimers(tx: Tx, instance: string, rows: Rows<Timer>): Promise<void> {
  const jobOf = ({ id, ...timer }: Timer): NewJob => ({ id, kind: 'timer', instance, nextAt: timer.dueAt, payload: { ...timer } })
  await removeJobs(tx, rows.remove)
  await putJobs(tx, rows.update.map(jobOf))
  await addJobs(tx, rows.insert.map(jobOf))
}

const repairColumns = ['instance_id', 'id', 'scope', 'token', 'element', 'problem', 'at', 'stage', 'attempts']
async function saveRepairs(tx: Tx, instance: string, rows: Rows<Repair>): Promise<void> {
  await remove(tx, 'repairs', instance, rows.remove)
  const update = 'UPDATE repairs SET problem = ?, at = ?, stage = ?, attempts = ? WHERE instance_id = ? AND id = ?'
  for (const row of rows.update)
    await tx.later(update, [JSON.stringify(row.problem), row.at, row.stage, row.attempts ?? null, instance, row.id])
  const values = (row: Repair) => [
    instance,
    row.id,
    row.scope,
    row.token,
    row.element,
    JSON.stringify(row.problem),
    row.at,
    row.stage,
    row.attempts ?? null,
  ]
  await insertRows(tx, 'repairs', repairColumns, rows.insert.map(values))
}

const compensationColumns = ['instance_id', 'id', 'scope', 'element', 'detail']
/** They come and go, they never change. */
async function saveCompensations(tx: Tx, instance: string, rows: Rows<Compensation>): Promise<void> {
  await remove(tx, 'compensations', instance, rows.remove)
  const values = ({ id, scope, element, ...detail }: Compensation) => [instance, id, scope, element, JSON.stringify(detail)]
  await insertRows(tx, 'compensations', compensationColumns, rows.insert.map(values))
}

const logColumns = ['instance_id', 'rev', 'n', 'element', 'type', 'at', 'scope', 'token', 'by_user', 'detail']
/** What happened, one row per step; that a step began is told by its token until it ends. */
export async function saveTrail(tx: Tx, instance: string, rev: number, trail: readonly TrailEntry[]): Promise<void> {
  const rows = trail.filter(entry => entry.type !== 'entered')
  const values = (entry: TrailEntry, n: number) => [
    instance,
    rev,
    n,
    entry.element,
    entry.type,
    entry.at,
    entry.scope,
    entry.token ?? null,
    entry.by ?? null,
    json(entry.detail),
  ]
  await insertRows(tx, 'activity_log', logColumns, rows.map(values))
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
