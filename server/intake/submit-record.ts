import type { DataSource } from 'typeorm'
import type { AccessMap } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import type { Decision } from '#core/rule/rule-set'
import { dialectOf, inTransaction, reader, type Tx } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { newPlan, Overtaken, type Plan, type ProcessStarter } from '../records/plan.js'
import { planChange, type RecordChange } from '../records/plan-change.js'
import type { StoredRecord, Through } from '../records/record.js'

/** What a submission needs of the outside. `starter` is the process engine's shell; without it no process begins. */
export interface IntakeDeps {
  db: DataSource
  evaluate: Evaluate
  starter?: ProcessStarter
  /** Told after the commit, once per changed record. */
  tell?: (record: { form: string; id: string }) => void
}

export interface Submission {
  /** Form id. */
  form: string
  /** Record to change; absent: a new one. */
  record?: string
  newId?: string
  raw: unknown
  given?: Record<string, unknown>
  access?: AccessMap
  rev?: number
  who: Principal
  through: Through
  /** Now, UTC ISO. */
  at: string
  /** Further writes of the same transaction, after the record's: a link's quota, an idempotent answer. Throws `Overtaken` to have all planned again. */
  also?: (tx: Tx, record: StoredRecord) => Promise<void>
}

export type Submitted = { record: StoredRecord; decisions: Decision[]; warnings: Problem[] } | { problems: Problem[] }

/** How often a plan is made anew when others were faster, before the caller is asked to try again. */
const attempts = 12
/** Record changes that one submission may lead to, through processes that change records that start processes. */
const mostChanges = 200

/**
 * The one door for record values: browser, public link, API, import, process. First the whole plan, by reads alone; then one transaction
 * whose writes compare revisions. Somebody was faster: everything is planned again. Problems: planChange's, NO_SUCH_FORM,
 * ENDLESS_CHANGES, BUSY (after many attempts).
 */
export async function submitRecord(deps: IntakeDeps, submission: Submission): Promise<Submitted> {
  for (let attempt = 1; ; attempt++) {
    const planned = await planSubmission(deps, submission)
    if ('problems' in planned) return planned
    const { plan, record, decisions, warnings } = planned
    try {
      await inTransaction(deps.db, async tx => {
        for (const write of plan.writes) await write(tx)
        await submission.also?.(tx, record)
      })
    } catch (error) {
      if (!overtaken(deps.db, error)) throw error
      if (attempt === attempts) return { problems: [problem('BUSY')] }
      await new Promise(wake => setTimeout(wake, Math.random() * 4 * attempt))
      continue
    }
    for (const each of plan.records.values()) deps.tell?.({ form: each.form, id: each.id })
    return { record: plan.records.get(record.id) ?? record, decisions, warnings }
  }
}

/** A unique index that refuses a planned write says that somebody was faster as well; the next plan names the field. */
export const overtaken = (db: DataSource, error: unknown): boolean =>
  error instanceof Overtaken || dialectOf(db).brokenUnique(error) !== undefined

/** The plan of a submission, written by nobody: also what a dry run and a rule's trial ask for. */
export async function planSubmission(
  deps: IntakeDeps,
  submission: Submission,
): Promise<{ plan: Plan; record: StoredRecord; decisions: Decision[]; warnings: Problem[] } | { problems: Problem[] }> {
  const read = reader(deps.db)
  const form = await publishedForm(read, submission.form)
  if (!form) return { problems: [problem('NO_SUCH_FORM')] }
  const plan = newPlan(read, deps.evaluate, submission.at)
  const { form: _form, at: _at, also: _also, ...change } = submission
  const planned = await planChange(plan, { ...change, form } satisfies RecordChange)
  if ('problems' in planned) return planned
  const problems = await planFollowing(plan, deps.starter)
  if (problems.length > 0) return { problems }
  const { after, decisions } = planned.change
  return { plan, record: after, decisions, warnings: planned.warnings }
}

/** What follows from the planned record changes, and from the changes that those lead to, until nothing is left. */
export async function planFollowing(plan: Plan, starter: ProcessStarter | undefined): Promise<Problem[]> {
  for (let next = 0; next < plan.changes.length; next++) {
    if (next >= mostChanges) return [problem('ENDLESS_CHANGES', undefined, { max: mostChanges })]
    const problems = (await starter?.plan(plan, plan.changes[next]!)) ?? []
    if (problems.length > 0) return problems
  }
  return []
}
