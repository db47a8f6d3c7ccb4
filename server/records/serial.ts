import { formatSerial, serialScope } from '#core/form/serial-pattern'
import type { Tx } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { StoredRecord } from './record.js'

/** An earlier change of the same transaction may have given the numbers already. */
async function fillGiven(tx: Tx, form: PublishedForm, record: StoredRecord, keys: string[]): Promise<void> {
  const { quote, read } = tx.dialect
  const columns = keys.map(key => form.storage.fields[key]!)
  const [row] = await tx.query(
    `SELECT ${columns.map(stored => quote(stored.column)).join(', ')} FROM ${quote(form.storage.table)} WHERE id = ?`,
    [record.id],
  )
  for (const [index, key] of keys.entries()) {
    const value = row && read(columns[index]!.type, row[columns[index]!.column])
    if (typeof value === 'string') record.values[key] = value
  }
}

/**
 * Serial numbers for the fields that have none yet. Counted inside the transaction: the counter's row is locked until the commit, so two
 * records never get one number, and a number is only lost when its transaction was.
 */
export async function giveSerials(tx: Tx, form: PublishedForm, record: StoredRecord, at: string): Promise<string[]> {
  const missing = form.form.fields.filter(field => field.kind === 'serial' && record.values[field.key] === undefined)
  if (missing.length === 0) return []
  if (record.rev > 1)
    await fillGiven(
      tx,
      form,
      record,
      missing.map(field => field.key),
    )
  const zone = form.form.settings?.zone ?? 'Asia/Shanghai'
  const given: string[] = []
  for (const field of missing) {
    if (field.kind !== 'serial' || record.values[field.key] !== undefined) continue
    const counter = [form.id, field.key, serialScope(field.pattern, at, zone)]
    const count = 'UPDATE serial_counters SET last = last + 1 WHERE form = ? AND field = ? AND scope = ?'
    if ((await tx.run(count, counter)) === 0) {
      await tx.run(`${tx.dialect.insertIgnore} INTO serial_counters (form, field, scope, last) VALUES (?, ?, ?, 0)`, counter)
      await tx.run(count, counter)
    }
    const [row] = await tx.query<{ last: number }>(
      'SELECT last FROM serial_counters WHERE form = ? AND field = ? AND scope = ?',
      counter,
    )
    record.values[field.key] = formatSerial(field.pattern, at, zone, Number(row!.last))
    given.push(field.key)
  }
  return given
}
