import type { Problem } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import type { Decision } from '#core/rule/rule-set'
import type { Reader, Tx } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { Change, StoredRecord, Through } from './record.js'

/**
 * What one submission or one command will write. Filled by reads only, before the transaction begins; then its writes run in order
 * in one transaction. Later parts of a plan see the records as the earlier parts will leave them.
 */
export interface Plan {
  reader: Reader
  evaluate: Evaluate
  /** Now, UTC ISO. */
  at: string
  /** Records that this plan changes, as they will be, by id. */
  records: Map<string, StoredRecord>
  /** Record changes in order; what they start is planned from them. */
  changes: PlannedChange[]
  writes: Write[]
  /** Records as the writes left them, with serial numbers and titles; certain after the commit only. */
  written: Map<string, StoredRecord>
}

/** Throws `Overtaken` when what it was planned on is no longer so. Writes only: no expressions, no network. */
export type Write = (tx: Tx) => Promise<void>

export interface PlannedChange {
  form: PublishedForm
  /** Absent for a new record. */
  before?: StoredRecord
  /** As it will be, without serial numbers and title, which the write gives (`plan.written`). */
  after: StoredRecord
  changes: Change[]
  decisions: Decision[]
  through: Through
  /** User who acts, or null. */
  by: string | null
  /** Ids of files that the record takes, and who may have uploaded them. */
  files: string[]
  uploader: string
}

/** Somebody was faster: the whole plan is thrown away and made again. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

/**
 * What follows from a record change: process instances that it starts. Given by the process engine's shell. Pushes its own writes onto
 * `plan.writes`, and may plan further record changes (`planChange`), which come round again. Problems refuse the whole submission.
 */
export interface ProcessStarter {
  plan(plan: Plan, change: PlannedChange): Promise<Problem[]>
}

/** For Nest, optional, given by a global module: the engine's `ProcessStarter`. */
export const PROCESS_STARTER = Symbol('process starter')

export const newPlan = (reader: Reader, evaluate: Evaluate, at: string): Plan => ({
  reader,
  evaluate,
  at,
  records: new Map(),
  changes: [],
  writes: [],
  written: new Map(),
})
