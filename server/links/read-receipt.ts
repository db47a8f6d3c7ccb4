import type { Reader } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import { refuse } from '../http/refusal.js'
import { stepsFor } from '../instances/progress.js'
import { readRecord } from '../records/read-record.js'
import type { Receipt } from './links.api.js'
import { receiptOf } from './submit-by-link.js'
import { hashOf } from './token.js'

interface ReceiptRow {
  form_id: string
  record_id: string
  at: string
}

/** What a submitter may see again: number, time and how far things are; names of steps, not of people. 404 NO_SUCH_RECEIPT. */
export async function readReceipt(read: Reader, token: string): Promise<Receipt> {
  const [row] = await read.query<ReceiptRow>('SELECT form_id, record_id, at FROM receipts WHERE token_hash = ?', [hashOf(token)])
  const form = row && (await publishedForm(read, row.form_id))
  const record = form && (await readRecord(read, form, row.record_id))
  if (!record) refuse(404, 'NO_SUCH_RECEIPT')
  const steps = await stepsFor(read, { form: row.form_id, id: row.record_id })
  return receiptOf(form, row.record_id, record.values, row.at, token, steps.flatMap(publicStep))
}

const states = { done: 'done', current: 'current', repair: 'current', predicted: 'next' } as const

function publicStep(step: {
  name: string
  state: keyof typeof states | 'cancelled'
  at?: string
  since?: string
}): Receipt['steps'] {
  if (step.state === 'cancelled' || !step.name) return []
  const at = step.at ?? step.since
  return [{ name: step.name, state: states[step.state], ...(at ? { at } : {}) }]
}
