import type { Value } from '#core/form/form'
import type { Tx } from '../db/transaction.js'
import type { StoredRecord } from './record.js'
import { logChange } from './write-record.js'

/** The value behind a mask. The look itself is written down, with its reason, before the value is given. */
export async function revealValue(
  tx: Tx,
  record: StoredRecord,
  field: string,
  reason: string,
  by: string,
  at: string,
): Promise<Value | undefined> {
  const through = { source: 'user' as const, name: reason }
  await logChange(tx, { form: record.form, record: record.id, at, by, through, action: 'revealed', changes: [{ field }] })
  return Object.hasOwn(record.values, field) ? record.values[field] : undefined
}
