import type { DataSource } from 'typeorm'
import type { Value } from '#core/form/form'
import { reader, type Tx } from '../db/transaction.js'
import { publishedForm, type PublishedForm } from '../forms/published-form.js'
import { earlierAnswer, idempotent, type Ask } from '../http/idempotency.js'
import { refuse } from '../http/refusal.js'
import { answerProblems } from '../intake/answer-problems.js'
import { submitRecord, type IntakeDeps } from '../intake/submit-record.js'
import type { StoredRecord } from '../records/record.js'
import { linkAccess, linkValues } from './link-access.js'
import type { Receipt } from './links.api.js'
import { countSubmission, openLink, type LinkRow } from './links.js'
import { hashOf, newToken } from './token.js'

export interface LinkSubmission {
  token: string
  values: Record<string, unknown>
  channel: string | undefined
  ask: Ask
  now: Date
}

/**
 * A stranger's submission through a public link: the one door (submitRecord), with what the link allows and brings. Counting against the quota, the
 * receipt and the kept answer are part of the record's transaction. The same Idempotency-Key gets the same receipt.
 */
export async function submitByLink(
  db: DataSource,
  intake: IntakeDeps,
  { token, values, channel, ask, now }: LinkSubmission,
): Promise<Receipt> {
  const kept = await earlierAnswer<Receipt>(reader(db), ask)
  if (kept) return kept.body
  const at = now.toISOString()
  const link = await openLink(reader(db), token, at)
  const form = (await publishedForm(reader(db), link.form_id)) ?? refuse(404, 'LINK_CLOSED')
  let receipt: Receipt | undefined
  const submitted = await submitRecord(intake, {
    form: link.form_id,
    raw: values,
    given: linkValues(form.form, JSON.parse(link.preset) as Record<string, string>, channel),
    access: linkAccess(form.form),
    who: { type: 'link', link: link.id },
    through: { source: 'link', name: link.name, link: link.id },
    at,
    within: async (tx, write) => {
      const answer = await idempotent(tx, ask, now, async () => {
        await countSubmission(tx, link.id, at)
        return { status: 201, body: await makeReceipt(tx, link, form, await write(), at) }
      })
      receipt = answer.body
    },
  })
  if ('problems' in submitted) answerProblems(submitted.problems.map(withoutOthers))
  return receipt as Receipt
}

/** A stranger learns that a value is taken, not by whom. */
const withoutOthers = (problem: { code: string; at?: string; params?: Record<string, unknown> }) =>
  problem.code === 'NOT_UNIQUE' ? { code: problem.code, ...(problem.at ? { at: problem.at } : {}) } : problem

async function makeReceipt(tx: Tx, link: LinkRow, form: PublishedForm, record: StoredRecord, at: string): Promise<Receipt> {
  const token = newToken()
  await tx.run('INSERT INTO receipts (token_hash, link_id, form_id, record_id, at) VALUES (?, ?, ?, ?, ?)', [
    hashOf(token),
    link.id,
    form.id,
    record.id,
    at,
  ])
  return receiptOf(form, record.id, record.values, at, token, [])
}

/** `number`: the record's serial number where the form has one, else the end of its id. */
export function receiptOf(
  form: PublishedForm,
  record: string,
  values: Record<string, Value | undefined>,
  at: string,
  token: string,
  steps: Receipt['steps'],
): Receipt {
  const serial = form.form.fields.find(field => field.kind === 'serial')
  return {
    number: (serial && (values[serial.key] as string | undefined)) ?? record.slice(-8).toUpperCase(),
    title: form.form.name,
    ...(form.form.settings?.thanks ? { thanks: form.form.settings.thanks } : {}),
    at,
    url: `/r/${token}`,
    steps,
  }
}
