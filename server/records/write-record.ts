import type { Row, Value } from '#core/form/form'
import { newId } from '../db/id.js'
import type { Tx } from '../db/transaction.js'
import { takeFiles } from '../files/claim-files.js'
import type { PublishedForm } from '../forms/published-form.js'
import { Overtaken, type PlannedChange } from './plan.js'
import { marks } from './read-record.js'
import type { StoredRecord } from './record.js'
import { giveSerials } from './serial.js'
import { searchText, titleOf } from './title.js'

/**
 * Writes one planned change: its row, the rows of its subforms, serial numbers, files, decisions, change log. Nothing else writes record
 * values. Throws Overtaken when the record or its form moved on since the plan.
 */
export async function writeRecord(tx: Tx, change: PlannedChange, at: string): Promise<StoredRecord> {
  const { form, before } = change
  await holdVersion(tx, form)
  // a transaction may run twice: what the first run filled in must not be taken for planned
  const after: StoredRecord = { ...change.after, values: { ...change.after.values } }
  const serials = await giveSerials(tx, form, after, at)
  after.title = titleOf(form.form, after.values)
  await (before ? updateRow(tx, form, before, after) : insertRow(tx, form, after))
  const changed = new Set([...change.changes.map(each => each.field), ...serials])
  for (const key of Object.keys(form.storage.subforms)) if (changed.has(key)) await replaceRows(tx, form, after, key)
  if ((await takeFiles(tx, change.files, after.id, change.uploader)) < change.files.length)
    throw new Overtaken('an upload was taken by another record')
  for (const decision of change.decisions)
    await tx.run('INSERT INTO record_decisions (id, form, record, target, at, decision) VALUES (?, ?, ?, ?, ?, ?)', [
      newId(),
      form.id,
      after.id,
      decision.target,
      at,
      JSON.stringify(decision),
    ])
  const log = [...change.changes, ...serials.map(field => ({ field, after: after.values[field] }))]
  await logChange(tx, {
    form: form.id,
    record: after.id,
    at,
    by: change.by,
    through: change.through,
    action: before ? 'changed' : 'created',
    changes: log,
  })
  return after
}

/** The form's version must be the current one until the commit: a publication that switches versions waits for us, or we for it. */
async function holdVersion(tx: Tx, form: PublishedForm): Promise<void> {
  const [row] = await tx.query<{ version: number }>(
    `SELECT version FROM forms WHERE id = ? AND deleted_at IS NULL${tx.dialect.shareLock}`,
    [form.id],
  )
  if (row?.version !== form.version) throw new Overtaken('the form was published anew')
}

function cells(tx: Tx, form: PublishedForm, record: StoredRecord): [string, unknown][] {
  const own: [string, unknown][] = [
    ['rev', record.rev],
    ['version', record.version],
    ['updated_at', record.updatedAt],
    ['updated_by', record.updatedBy],
    ['owner_id', record.owner],
    ['department_id', record.department],
    ['title', record.title],
    ['search', searchText(form.form, record.values)],
  ]
  const fields = Object.entries(form.storage.fields).map(([key, stored]): [string, unknown] => [
    stored.column,
    tx.dialect.bind(stored.type, Object.hasOwn(record.values, key) ? record.values[key] : undefined),
  ])
  return [...own, ...fields]
}

async function insertRow(tx: Tx, form: PublishedForm, record: StoredRecord): Promise<void> {
  const all: [string, unknown][] = [
    ['id', record.id],
    ['created_at', record.createdAt],
    ['created_by', record.createdBy],
    ['source', record.source],
    ['link_id', record.link],
    ['state', 'live'],
    ...cells(tx, form, record),
  ]
  const { quote } = tx.dialect
  const sql = `INSERT INTO ${quote(form.storage.table)} (${all.map(([name]) => quote(name)).join(', ')}) VALUES (${marks(all)})`
  await tx.run(
    sql,
    all.map(([, value]) => value),
  )
}

async function updateRow(tx: Tx, form: PublishedForm, before: StoredRecord, record: StoredRecord): Promise<void> {
  const all = cells(tx, form, record)
  const { quote } = tx.dialect
  const sql = `UPDATE ${quote(form.storage.table)} SET ${all.map(([name]) => `${quote(name)} = ?`).join(', ')} WHERE id = ? AND rev = ?`
  if ((await tx.run(sql, [...all.map(([, value]) => value), record.id, before.rev])) === 0)
    throw new Overtaken('the record was changed')
}

async function replaceRows(tx: Tx, form: PublishedForm, record: StoredRecord, key: string): Promise<void> {
  const child = form.storage.subforms[key]!
  const { quote, bind } = tx.dialect
  const fields = Object.entries(child.fields)
  const names = ['id', 'record_id', 'position', ...fields.map(([, stored]) => stored.column)]
  await tx.run(`DELETE FROM ${quote(child.table)} WHERE record_id = ?`, [record.id])
  const sql = `INSERT INTO ${quote(child.table)} (${names.map(quote).join(', ')}) VALUES (${marks(names)})`
  for (const [position, row] of ((record.values[key] as Row[] | undefined) ?? []).entries()) {
    const values = fields.map(([inner, stored]) =>
      bind(stored.type, Object.hasOwn(row, inner) ? (row[inner] as Value) : undefined),
    )
    await tx.run(sql, [row.id, record.id, position, ...values])
  }
}

export interface LogLine {
  form: string
  record: string
  at: string
  by: string | null
  through: PlannedChange['through']
  action: 'created' | 'changed' | 'deleted' | 'restored' | 'revealed'
  changes: PlannedChange['changes']
}

export async function logChange(tx: Tx, line: LogLine): Promise<void> {
  await tx.run(
    'INSERT INTO record_log (id, form, record, at, by_id, source, through, action, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [
      newId(),
      line.form,
      line.record,
      line.at,
      line.by,
      line.through.source,
      JSON.stringify(line.through),
      line.action,
      JSON.stringify(line.changes),
    ],
  )
}
