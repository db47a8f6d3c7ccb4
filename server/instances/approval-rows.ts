import type { Approval, Path, Signer } from '#core/process/approval/state'
import type { Rows } from '#core/process/command'
import type { Reader, Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'

type Row = Record<string, string | null>

/** Of the open rounds, in the order in which they were made. */
export const SELECT_APPROVALS = 'SELECT * FROM approvals WHERE instance_id = ? AND live = 1'
export const SELECT_SIGNERS = 'SELECT * FROM signers WHERE instance_id = ? AND live = 1'

export const approvalOf = (row: Row): Approval => ({
  id: row.id!,
  scope: row.scope!,
  token: row.token!,
  element: row.element!,
  round: Number(row.round),
  status: row.status as Approval['status'],
  openedAt: row.opened_at!,
  ...given('dueAt', row.due_at),
  ...given('urgedAt', row.urged_at),
  ...given('decidedAt', row.decided_at),
  ...given('decidedBy', row.decided_by),
})

export const signerOf = (row: Row): Signer => ({
  id: row.id!,
  approval: row.approval!,
  scope: row.scope!,
  path: JSON.parse(row.path!) as Path,
  element: row.element!,
  round: Number(row.round),
  user: row.user_id!,
  place: row.place as Signer['place'],
  ...given('parent', row.parent),
  ...given('addedBy', row.added_by),
  weight: Number(row.weight),
  order: Number(row.place_order),
  status: row.status as Signer['status'],
  ...(row.automatic === null || row.automatic === undefined
    ? {}
    : { automatic: row.automatic as NonNullable<Signer['automatic']> }),
  ...given('onBehalfOf', row.on_behalf_of),
  ...(row.handed === null || row.handed === undefined ? {} : { from: JSON.parse(row.handed) as NonNullable<Signer['from']> }),
  ...given('opinion', row.opinion),
  ...given('signature', row.signature),
  ...given('draft', row.draft),
  ...given('at', row.at),
  ...given('print', row.print),
})

const given = <Key extends string>(key: Key, value: string | null | undefined): { [key in Key]?: string } =>
  value === null || value === undefined ? {} : ({ [key]: value } as { [key in Key]: string })

/** Votes of ended rounds that may still count: the newest, without what was said and signed. A process that loops for years does not read more. */
export async function readSigned(read: Reader, instance: string): Promise<Signer[]> {
  const rows = await read.query<Row>(
    `SELECT id, approval, scope, path, element, round, user_id, place, weight, place_order, status, at, print FROM signers
     WHERE instance_id = ? AND live = 0 AND status = 'approved' ORDER BY at DESC LIMIT 1000`,
    [instance],
  )
  return rows.map(signerOf)
}

const approvalColumns = [
  'instance_id',
  'id',
  'scope',
  'element',
  'token',
  'round',
  'status',
  'opened_at',
  'due_at',
  'urged_at',
  'decided_at',
  'decided_by',
  'live',
  'part',
]
export async function saveApprovals(
  tx: Tx,
  instance: string,
  rows: Rows<Approval>,
  partOf: (holder: string) => string,
): Promise<void> {
  const update =
    'UPDATE approvals SET status = ?, due_at = ?, urged_at = ?, decided_at = ?, decided_by = ?, live = ? WHERE instance_id = ? AND id = ?'
  const changing = (row: Approval) => [
    row.dueAt ?? null,
    row.urgedAt ?? null,
    row.decidedAt ?? null,
    row.decidedBy ?? null,
    row.status === 'open' ? 1 : 0,
  ]
  for (const row of rows.update) await tx.run(update, [row.status, ...changing(row), instance, row.id])
  const values = (row: Approval) => [
    instance,
    row.id,
    row.scope,
    row.element,
    row.token,
    row.round,
    row.status,
    row.openedAt,
    ...changing(row),
    partOf(row.scope),
  ]
  await insertRows(tx, 'approvals', approvalColumns, rows.insert.map(values))
}

const signerColumns = [
  'instance_id',
  'id',
  'approval',
  'scope',
  'path',
  'element',
  'round',
  'place',
  'parent',
  'added_by',
  'weight',
  'place_order',
  'user_id',
  'status',
  'automatic',
  'on_behalf_of',
  'handed',
  'opinion',
  'signature',
  'draft',
  'at',
  'print',
  'live',
  'part',
]
/** `live`: ids that are still in the state; the others are history. */
export async function saveSigners(
  tx: Tx,
  instance: string,
  rows: Rows<Signer>,
  live: ReadonlySet<string>,
  partOf: (holder: string) => string,
): Promise<void> {
  const update =
    'UPDATE signers SET user_id = ?, status = ?, automatic = ?, on_behalf_of = ?, handed = ?, opinion = ?, signature = ?, draft = ?, at = ?, print = ?, live = ? WHERE instance_id = ? AND id = ?'
  const changing = (row: Signer) => [
    row.user,
    row.status,
    row.automatic ?? null,
    row.onBehalfOf ?? null,
    row.from === undefined ? null : JSON.stringify(row.from),
    row.opinion ?? null,
    row.signature ?? null,
    row.draft ?? null,
    row.at ?? null,
    row.print ?? null,
    live.has(row.id) ? 1 : 0,
  ]
  for (const row of rows.update) await tx.run(update, [...changing(row), instance, row.id])
  const values = (row: Signer) => [
    instance,
    row.id,
    row.approval,
    row.scope,
    JSON.stringify(row.path),
    row.element,
    row.round,
    row.place,
    row.parent ?? null,
    row.addedBy ?? null,
    String(row.weight),
    row.order,
    ...changing(row),
    partOf(row.scope),
  ]
  await insertRows(tx, 'signers', signerColumns, rows.insert.map(values))
}
