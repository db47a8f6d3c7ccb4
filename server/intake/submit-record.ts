import type { DataSource } from 'typeorm'
import type { AccessMap } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import type { Decision } from '#core/rule/rule-set'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { newPlan, type Plan, type ProcessStarter } from '../records/plan.js'
import { overtaken, planFollowing } from '../records/plan-following.js'
import { planChange, type RecordChange } from '../records/plan-change.js'
import type { StoredRecord, Through } from '../records/record.js'

/** What a submission needs of the outside. `starter` is the process engine's shell; without it no process begins. */
export interface IntakeDeps {
  db: DataSource
  evaluate: Evaluate
  starter?: ProcessStarter
  /** Told after the commit, once per changed record. */
  tell?: (record: { form: string; id: string }) => void
  /** Told of rules that could not be computed: their admin must hear of it, the submission goes on. */
  warn?: (form: string, problems: Problem[]) => void
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
  /**
   * Stands around the writes, inside their transaction: for a link's quota, an idempotent answer. May leave out `write`, when the answer was given
   * before. May run more than once; throws `Overtaken` to have everything planned again.
   */
  within?: (tx: Tx, write: () => Promise<StoredRecord>) => Promise<void>
}

export type Submitted = { record: StoredRecord; decisions: Decision[]; warnings: Problem[] } | { problems: Problem[] }

/** How often a plan is made anew when others were faster, before the caller is asked to try again. */
const attempts = 12

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
        const write = async (): Promise<StoredRecord> => {
          for (const each of plan.writes) await each(tx)
          return plan.written.get(record.id) ?? record
        }
        await (submission.within ?? (async (_tx, go) => void (await go())))(tx, write)
      })
    } catch (error) {
      if (!overtaken(deps.db, error)) throw error
      if (attempt === attempts) return { problems: [problem('BUSY')] }
      await new Promise(wake => setTimeout(wake, Math.random() * 4 * attempt))
      continue
    }
    if (warnings.length > 0) deps.warn?.(submission.form, warnings)
    for (const each of plan.records.values()) deps.tell?.({ form: each.form, id: each.id })
    return { record: plan.written.get(record.id) ?? record, decisions, warnings }
  }
}

/** The plan of a submission, written by nobody: also what a dry run and a rule's trial ask for. */
export async function planSubmission(
  deps: IntakeDeps,
  submission: Submission,
): Promise<{ plan: Plan; record: StoredRecord; decisions: Decision[]; warnings: Problem[] } | { problems: Problem[] }> {
  const read = reader(deps.db)
  const form = await publishedForm(read, submission.form)
  if (!form) return { problems: [problem('NO_SUCH_FORM')] }
  const plan = newPlan(read, deps.evaluate, submission.at)
  const { form: _form, at: _at, within: _within, ...change } = submission
  const planned = await planChange(plan, { ...change, form } satisfies RecordChange)
  if ('problems' in planned) return planned
  const problems = await planFollowing(plan, deps.starter)
  if (problems.length > 0) return { problems }
  const { after, decisions } = planned.change
  return { plan, record: after, decisions, warnings: planned.warnings }
}
