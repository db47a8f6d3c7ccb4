import type { Json, Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import type { Assignment } from './definition.js'

/** The outside as the core sees it: expressions and people. Both are reads, awaited before any transaction begins. */
export interface Host {
  evaluate: Evaluate
  /** Values of the instance's record as expressions see them; merged under the variables (a variable of the same name wins). */
  record?: Record<string, Json>
  /** Resolves who does a task. Ids of users, with the facts that led to them. In `play` it answers `[]`. */
  people(assignment: Assignment, context: { startedBy: string; record?: Record<string, Json>; values: Record<string, Json> }):
    Promise<{ assignee?: string; candidates: string[]; why?: Json } | { problem: Problem }>
  /** Automatic steps in one burst before a `continue` is asked for; default 200 in the shell, 10,000 in play. */
  burst: number
}
