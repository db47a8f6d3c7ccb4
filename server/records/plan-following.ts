import type { DataSource } from 'typeorm'
import { problem, type Problem } from '#core/problem'
import { dialectOf } from '../db/transaction.js'
import { Overtaken, type Plan, type ProcessStarter } from './plan.js'

/** Record changes that one plan may hold, through processes that change records that start processes. */
const mostChanges = 200

/** What follows from the planned record changes, and from the changes that those lead to, until nothing is left. ENDLESS_CHANGES { max }. */
export async function planFollowing(plan: Plan, starter: ProcessStarter | undefined): Promise<Problem[]> {
  for (let next = 0; next < plan.changes.length; next++) {
    if (next >= mostChanges) return [problem('ENDLESS_CHANGES', undefined, { max: mostChanges })]
    const problems = (await starter?.plan(plan, plan.changes[next]!)) ?? []
    if (problems.length > 0) return problems
  }
  return []
}

/** A unique index that refuses a planned write says that somebody was faster as well; the next plan names the field. */
export const overtaken = (db: DataSource, error: unknown): boolean =>
  error instanceof Overtaken || dialectOf(db).brokenUnique(error) !== undefined
