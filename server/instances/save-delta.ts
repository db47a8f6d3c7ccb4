import type { Delta, TrailEntry } from '#core/process/command'
import type { Compensation, Repair, Scope, State, Subscription, Timer, Token } from '#core/process/state'
import type { Tx } from '../db/transaction.js'
import { dropRows, insertRows } from '../db/write-rows.js'
import { addJobs, putJobs, removeJobs, type NewJob } from '../jobs/jobs.js'
import { shortKey } from './post-messages.js'
import { dropLoops } from './drop-loops.js'
import { partsOf } from './parts.js'
import { saveTasks } from './save-tasks.js'
import { saveVariables } from './save-variables.js'
import { saveApprovals, saveSigners } from './approval-rows.js'

/**
 * Writes exactly the rows that a command changed, in one fixed order of tables (two transactions that wait for each other always wait in the
 * same direction). `before` is what was loaded: it tells an insert from an update where the delta does not.
 */
export async function saveDelta(tx: Tx, before: State | undefined, after: State, delta: Delta, at: string): Promise<void> {
  const id = after.instance.id
  const partOf = partsOf(before, after)
  if (before && delta.dropped.length > 0) await dropLoops(tx, before, delta.dropped, partOf, at)
  if (touched(delta.scopes)) await saveScopes(tx, id, delta.scopes, partOf)
  if (touched(delta.tokens)) await saveTokens(tx, id, delta.tokens, partOf)
  const { put, remove: gone } = delta.variables
  if (put.length + gone.length > 0) await saveVariables(tx, id, before, delta.variables, partOf)
  if (touched(delta.tasks)) await saveTasks(tx, before, after, delta.tasks, partOf)
  if (touched(delta.subscriptions)) await saveSubscriptions(tx, id, delta.subscriptions, at, partOf)
  if (touched(delta.timers)) await saveTimers(tx, id, delta.timers, partOf)
  if (touched(delta.repairs)) await saveRepairs(tx, id, delta.repairs, partOf)
  if (touched(delta.compensations)) await saveCompensations(tx, id, delta.compensations, partOf)
  if (touched(delta.approvals)) await saveApprovals(tx, id, delta.approvals, partOf)
  if (touched(delta.signers)) await saveSigners(tx, id, delta.signers, new Set(after.signers.map(signer => signer.id)), partOf)
}

/** Most commands touch two or three tables; each empty wait costs as much as looking a row up. */
const touched = ({ insert, update, remove: gone }: Rows<unknown>): boolean => insert.length + update.length + gone.length > 0

type PartOf = ReturnType<typeof partsOf>
type Rows<T> = Delta['scopes'] extends { insert: unknown } ? { insert: T[]; update: T[]; remove: string[] } : never
const remove = (tx: Tx, table: string, instance: string, ids: string[]) =>
  ids.length === 0 ? 0 : dropRows(tx, table, 'id', ids, { sql: 'instance_id = ?', with: [instance] })

const scopeColumns = [
  'instance_id',
  'id',
  'kind',
  'parent',
  'element',
  'definition',
  'token',
  'started_at',
  'round',
  'detail',
  'part',
]
async function saveScopes(tx: Tx, instance: string, rows: Rows<Scope>, partOf: PartOf): Promise<void> {
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
    partOf(row.id),
  ]
  await insertRows(tx, 'scopes', scopeColumns, rows.insert.map(values))
}
const detailOf = ({ loop, index, activity, gates, returns }: Scope): string | null => {
  const detail = JSON.stringify({ loop, index, activity, gates, returns })
  return detail === '{}' ? null : detail
}

const tokenColumns = ['instance_id', 'id', 'scope', 'node', 'arrived_by', 'waits', 'since', 'part']
async function saveTokens(tx: Tx, instance: string, rows: Rows<Token>, partOf: PartOf): Promise<void> {
  await remove(tx, 'tokens', instance, rows.remove)
  const update = 'UPDATE tokens SET node = ?, arrived_by = ?, waits = ?, since = ? WHERE instance_id = ? AND id = ?'
  for (const row of rows.update) await tx.later(update, [row.node, row.arrivedBy ?? null, row.waits, row.since, instance, row.id])
  await insertRows(
    tx,
    'tokens',
    tokenColumns,
    rows.insert.map(row => [
      instance,
      row.id,
      row.scope,
      row.node,
      row.arrivedBy ?? null,
      row.waits,
      row.since,
      partOf(row.scope),
    ]),
  )
}

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
  'part',
]
async function saveSubscriptions(
  tx: Tx,
  instance: string,
  rows: Rows<Subscription>,
  since: string,
  partOf: PartOf,
): Promise<void> {
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
    partOf(row.scope),
  ]
  await insertRows(tx, 'subscriptions', subscriptionColumns, rows.insert.map(values))
}

/** A timer is a job: one row for both. */
async function saveTimers(tx: Tx, instance: string, rows: Rows<Timer>, partOf: PartOf): Promise<void> {
  const jobOf = ({ id, ...timer }: Timer): NewJob => ({
    id,
    kind: 'timer',
    instance,
    part: partOf(timer.scope),
    nextAt: timer.dueAt,
    payload: { ...timer },
  })
  await removeJobs(tx, rows.remove)
  await putJobs(tx, rows.update.map(jobOf))
  await addJobs(tx, rows.insert.map(jobOf))
}

const repairColumns = ['instance_id', 'id', 'scope', 'token', 'element', 'problem', 'at', 'stage', 'attempts', 'part']
async function saveRepairs(tx: Tx, instance: string, rows: Rows<Repair>, partOf: PartOf): Promise<void> {
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
    partOf(row.scope),
  ]
  await insertRows(tx, 'repairs', repairColumns, rows.insert.map(values))
}

const compensationColumns = ['instance_id', 'id', 'scope', 'element', 'detail', 'part']
/** They come and go, they never change. */
async function saveCompensations(tx: Tx, instance: string, rows: Rows<Compensation>, partOf: PartOf): Promise<void> {
  await remove(tx, 'compensations', instance, rows.remove)
  const values = ({ id, scope, element, ...detail }: Compensation) => [
    instance,
    id,
    scope,
    element,
    JSON.stringify(detail),
    partOf(scope),
  ]
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
