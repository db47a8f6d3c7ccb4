import type { Json, Problem } from '../problem.js'
import type { Signer } from './approval/state.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import type { RecordWrite } from './command.js'
import type { Assignment } from './definition.js'
import type { Graph } from './graph.js'
import type { Calendar } from './time/calendar.js'

/** The outside as the core sees it: expressions and people. Both are reads, awaited before any transaction begins. */
export interface Host {
  evaluate: Evaluate
  /** Values of the instance's record as expressions see them; merged under the variables (a variable of the same name wins). */
  record?: Record<string, Json>
  /** Resolves who does a task. Ids of users, with the facts that led to them. In `play` it answers `[]`. */
  people(
    assignment: Assignment,
    context: { startedBy: string; record?: Record<string, Json>; values: Record<string, Json> },
  ): Promise<{ assignee?: string; candidates: string[]; why?: Json } | { problem: Problem }>
  /** Rule set over the values → the values it writes. Read-only; absent (play): a business rule task writes nothing. */
  classify?(ruleSet: string, values: Record<string, Json>): Promise<{ values: Record<string, Json> } | { problem: Problem }>
  /**
   * Asked before a write to a record is decided. A problem (a value that the form refuses, a record that is gone) stops the token at its
   * element, for a person to mend. Absent: nothing is refused.
   */
  refuses?(write: RecordWrite): Promise<Problem | undefined>
  /** Id for a record that a `create-record` effect will make. Absent: the effect's id. */
  newRecordId?(effect: string): string
  /** The graph of a called version that the state names. */
  graph?(definition: string): Promise<Graph | undefined>
  /** What a call activity of `from` (a version) calls; undefined: there is none. */
  called?(process: string, version: string | undefined, from: string): Promise<{ definition: string; graph: Graph } | undefined>
  /** The value of a variable that the state holds without it. */
  variable?(scope: string, name: string): Promise<Json | undefined>
  /** Outputs of a loop's children, by index, as far as they are not in the state. */
  outputs?(loop: string): Promise<Map<number, Json>>
  /** Highest round of the ended tasks of an element in a scope (undefined: any); 0 without one. Asked where an element can be visited again. */
  lastRound?(scope: string | undefined, element: string): Promise<number>
  /** Votes of approvals that have ended; asked where earlier ones can matter. */
  signed?(): Promise<Signer[]>
  /** Who acts for a user who is out of the office now; himself when he is there. Absent: everybody is. */
  standsIn?(user: string): Promise<string>
  /** A calendar of working time by its key; undefined: there is none. Absent (play): lengths are plain time. */
  calendar?(key: string): Promise<Calendar | undefined>
  /** IANA zone (or offset) for calendar durations and dates without one, where the process names none. Default UTC. */
  zone?: string
  /** Automatic steps in one burst before a `continue` is asked for; default 200 in the shell, 10,000 in play. */
  burst: number
  /** Automatic steps without any wait after which the instance stops with the repair ENDLESS_LOOP. Default 50,000. */
  endless?: number
}
