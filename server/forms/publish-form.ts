import type { DataSource } from 'typeorm'
import type { Form } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import { columnsOf } from '../db/schema.js'
import { dialectOf, inTransaction, reader, type Reader } from '../db/transaction.js'
import { readForm, tagOf } from './draft.js'
import type { FormRecord, FormVersionRecord, PublishStepRecord } from './form.entity.js'
import { planStorage, type StoragePlan } from './plan-storage.js'
import { runStep, stepSql, type PublishStep } from './publish-step.js'
import { formVersion } from './published-form.js'
import { emptyStorage, type Storage } from './storage.js'

/** Called after each step that is done and journaled; what it throws stops the publication there, as a crash would. */
export type Watch = (stepsDone: number) => void | Promise<void>

/** What publishing this design would change in the database. Reads only. */
export async function planPublish(db: DataSource, row: FormRecord, design: Form): Promise<StoragePlan & { problems: Problem[] }> {
  const now = row.version > 0 ? await formVersion(reader(db), row.id, row.version) : undefined
  const before: Storage = now?.storage ?? { ...emptyStorage(design, tagOf(row.id)), table: row.table_name }
  const there = new Map<string, Set<string>>()
  for (const table of [before.table, ...Object.values(before.subforms).map(child => child.table)])
    there.set(table, await columnsOf(db, table))
  const fresh = there.get(before.table)!.size === 0
  const plan = planStorage(design, before, fresh, there)
  return { ...plan, problems: await doubles(reader(db), plan, fresh) }
}

/** A field can become unique only while no two records hold the same value. */
async function doubles(read: Reader, plan: StoragePlan, fresh: boolean): Promise<Problem[]> {
  if (fresh) return []
  const problems: Problem[] = []
  const made = new Set(plan.steps.flatMap(step => (step.code === 'ADD_COLUMN' ? [step.column] : [])))
  for (const step of plan.steps) {
    if (step.code !== 'ADD_UNIQUE' || made.has(step.column)) continue
    const [table, column] = [read.dialect.quote(step.table), read.dialect.quote(step.column)]
    const found = await read.query<{ n: number | string }>(
      `SELECT COUNT(*) AS n FROM (SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ${column} HAVING COUNT(*) > 1) AS d`,
    )
    const count = Number(found[0]?.n ?? 0)
    const key = Object.entries(plan.storage.fields).find(([, stored]) => stored.column === step.column)?.[0]
    if (count > 0) problems.push(problem('DUPLICATES_EXIST', key, { count }))
  }
  return problems
}

export interface Publication {
  formId: string
  revision: number
  /** Facts of the difference to the last version, for the history. */
  changes: unknown[]
  by: string | null
  at: string
}

/**
 * Makes the draft the published version: reserves the next number and writes the journal in one transaction, does the steps one by
 * one, then turns the switch in one transaction. A crash at any point is taken up by `resumePublications`.
 * The design must have passed the lint. Problems: DRAFT_CHANGED, PUBLISHING (somebody else is at it), DUPLICATES_EXIST.
 */
export async function publishForm(db: DataSource, publication: Publication, watch?: Watch): Promise<Outcome> {
  const { formId, revision, at } = publication
  const row = await readForm(reader(db), formId)
  if (!row || row.revision !== revision) return { problems: [problem('DRAFT_CHANGED')] }
  const plan = await planPublish(db, row, row.form)
  if (plan.problems.length > 0) return { problems: plan.problems }
  const version = row.version + 1
  const reserved = await inTransaction(db, async tx => {
    const sql = 'UPDATE forms SET publishing = ? WHERE id = ? AND revision = ? AND version = ? AND publishing = 0'
    if ((await tx.run(sql, [version, formId, revision, row.version])) === 0) return false
    await tx.run(
      'INSERT INTO form_versions (form, version, published, design, storage, changes, published_at, published_by) VALUES (?, ?, 0, ?, ?, ?, ?, ?)',
      [formId, version, row.draft, JSON.stringify(plan.storage), JSON.stringify(publication.changes), at, publication.by],
    )
    for (const [seq, step] of plan.steps.entries())
      await tx.run('INSERT INTO form_publish_steps (form, version, seq, step, done) VALUES (?, ?, ?, ?, 0)', [
        formId,
        version,
        seq,
        JSON.stringify(step),
      ])
    return true
  })
  if (!reserved) return { problems: [problem('PUBLISHING')] }
  await watch?.(0)
  return finish(db, formId, version, watch)
}

/** Takes up every publication that a crash interrupted. Called at start, before the first request. */
export async function resumePublications(db: DataSource, watch?: Watch): Promise<number> {
  const open = await reader(db).query<Pick<FormRecord, 'id' | 'publishing'>>(
    'SELECT id, publishing FROM forms WHERE publishing > 0',
  )
  for (const form of open) await finish(db, form.id, form.publishing, watch)
  return open.length
}

type Outcome = { version: number } | { problems: Problem[] }

/** Three acts: what only adds to the database, the switch, then what the new version no longer wants. Each may be begun again. */
async function finish(db: DataSource, formId: string, version: number, watch?: Watch): Promise<Outcome> {
  const rows = await reader(db).query<PublishStepRecord>(
    'SELECT * FROM form_publish_steps WHERE form = ? AND version = ? ORDER BY seq',
    [formId, version],
  )
  const steps = rows.map(row => ({ seq: row.seq, done: row.done === 1, step: JSON.parse(row.step) as PublishStep }))
  const run = async (wanted: (code: PublishStep['code']) => boolean): Promise<void> => {
    for (const { seq, done, step } of steps) {
      if (done || !wanted(step.code)) continue
      await runStep(db, step)
      await watch?.(seq + 0.5)
      await db.query('UPDATE form_publish_steps SET done = 1 WHERE form = ? AND version = ? AND seq = ?', [formId, version, seq])
      await watch?.(seq + 1)
    }
  }
  try {
    await run(code => code !== 'COPY_COLUMN' && code !== 'DROP_UNIQUE')
    await turnSwitch(
      db,
      formId,
      version,
      steps.map(({ step }) => step),
    )
  } catch (error) {
    if (dialectOf(db).brokenUnique(error) === undefined) throw error
    await abandon(
      db,
      formId,
      version,
      steps.map(({ step }) => step),
    )
    return { problems: [problem('DUPLICATES_EXIST')] }
  }
  await watch?.(steps.length + 1)
  await run(code => code === 'DROP_UNIQUE')
  await db.query('UPDATE forms SET publishing = 0 WHERE id = ? AND publishing = ?', [formId, version])
  return { version }
}

/** From here on writers with the old version wait, and plan again when this has committed; so copied values miss nothing. */
async function turnSwitch(db: DataSource, formId: string, version: number, steps: PublishStep[]): Promise<void> {
  await inTransaction(db, async tx => {
    const sql = 'UPDATE forms SET version = ? WHERE id = ? AND publishing = ? AND version < ?'
    if ((await tx.run(sql, [version, formId, version, version])) === 0) return
    for (const step of steps) if (step.code === 'COPY_COLUMN') await tx.run(stepSql(tx.dialect, step))
    await tx.run('UPDATE form_versions SET published = 1 WHERE form = ? AND version = ?', [formId, version])
  })
}

/** Doubles came in between plan and index: the version never was. Columns that were made stay, empty; the next plan goes round them. */
async function abandon(db: DataSource, formId: string, version: number, steps: PublishStep[]): Promise<void> {
  for (const step of steps) if (step.code === 'ADD_UNIQUE') await runStep(db, { ...step, code: 'DROP_UNIQUE' })
  await inTransaction(db, async tx => {
    if ((await tx.run('UPDATE forms SET publishing = 0 WHERE id = ? AND publishing = ?', [formId, version])) === 0) return
    await tx.run('DELETE FROM form_publish_steps WHERE form = ? AND version = ?', [formId, version])
    await tx.run('DELETE FROM form_versions WHERE form = ? AND version = ? AND published = 0', [formId, version])
  })
}

/** Published versions, newest first. */
export const versionsOf = (read: Reader, formId: string): Promise<FormVersionRecord[]> =>
  read.query('SELECT * FROM form_versions WHERE form = ? AND published = 1 ORDER BY version DESC', [formId])
