import type { Json, Problem } from '../problem.js'
import type { Resubmit } from './approval/settings.js'
import type { Approval, Signer } from './approval/state.js'
import type { TaskVerb } from './commands/act.js'
import type { Instruction } from './modify/instruction.js'
import type { Compensation, Instance, Repair, Scope, State, Subscription, Task, Timer, Token, Variable } from './state.js'

/** Instances change by a command only (house rule 3). `at` is the clock, `by` the actor ('system' for timers and jobs). */
export type Command = { at: string; by: string } & (
  | {
      type: 'start'
      instance: string
      definition: string
      startEvent?: string
      message?: string
      signal?: string
      data?: Record<string, Json>
      record?: { form: string; id: string }
    }
  | {
      type: 'complete'
      task: string
      outcome?: string
      opinion?: string
      signature?: string
      data?: Record<string, Json>
      /** Approvers chosen for later steps, by element id. */
      picks?: Record<string, string[]>
    }
  /**
   * A verb of an approval, said at one's task. `to`: transfer, delegate; `users`: added, copied; `signer`: taken off; `target`, `resubmit`: return;
   * `picks`: approvers chosen for later steps; `admin`: says it as an administrator.
   */
  | {
      type: 'act'
      task: string
      verb: TaskVerb
      opinion?: string
      signature?: string
      data?: Record<string, Json>
      to?: string
      users?: string[]
      weight?: number
      signer?: string
      target?: string
      resubmit?: Resubmit
      picks?: Record<string, string[]>
      admin?: boolean
    }
  | { type: 'urge'; opinion?: string }
  | { type: 'withdraw'; opinion?: string }
  /** `doneBy` did the step last; `since`: steps that people have done after it. Both are on record and not in the state. */
  | {
      type: 'takeBack'
      scope: string
      element: string
      doneBy: string
      since: { scope: string; element: string; by: string }[]
      opinion?: string
    }
  | { type: 'reactivate'; element: string; admin?: boolean; opinion?: string }
  /**
   * Back to an earlier element: by a person at his `task`, or by an administrator from a `token`, then with `jump` anywhere. `redo`: all branches
   * that come together between are done again.
   */
  | {
      type: 'return'
      token?: string
      task?: string
      to: string
      policy?: Resubmit
      redo?: 'split'
      jump?: boolean
      opinion?: string
    }
  /** All of the instructions, or none (modify/). */
  | { type: 'modify'; instructions: Instruction[]; reason?: string }
  /** Goes on in the version `to`; `map`: what became of elements that are called otherwise there (migrate/). */
  | { type: 'migrate'; to: string; map?: Record<string, string>; reason?: string }
  /** All that waits for one person waits for another. */
  | { type: 'handOver'; from: string; to: string }
  | { type: 'claim'; task: string }
  | { type: 'assign'; task: string; to: string }
  | { type: 'fireTimer'; timer: string }
  | { type: 'message'; name: string; key: string; data?: Record<string, Json> }
  /** All listeners of the instance, or those named. */
  | { type: 'signal'; name: string; data?: Record<string, Json>; subscriptions?: string[] }
  /** A person sets when a step is due (null: never), or when a timer fires next. */
  | { type: 'setDue'; task: string; dueAt: string | null }
  | { type: 'setDue'; timer: string; dueAt: string | null }
  /** The record has changed: conditions and due times that read it are looked at again. */
  | { type: 'recheck' }
  /** A person begins an activity of an ad-hoc sub-process; `token` is the one that waits at it. */
  | { type: 'activate'; token: string; element: string }
  /** A job outside the transaction ended: result of a service task, or its final failure. */
  | { type: 'jobDone'; token: string; result?: Json }
  | { type: 'jobFailed'; token: string; problem: Problem; attempts: number; errorCode?: string }
  | { type: 'resolveRepair'; repair: string; how: 'retry' }
  | { type: 'resolveRepair'; repair: string; how: 'skip'; result?: Record<string, Json>; flow?: string }
  /** Go on after a burst was cut at its limit. */
  | { type: 'continue' }
  | { type: 'cancel'; reason?: string }
)

/**
 * The rows that change. The shell writes exactly these, in this order, in one transaction. `update` holds whole rows.
 * A task that ended is among the updates (status completed or cancelled), all other ended rows are removed.
 */
export interface Delta {
  instance: Partial<Instance>
  scopes: Rows<Scope>
  tokens: Rows<Token>
  variables: { put: Variable[]; remove: { scope: string; name?: string }[] }
  tasks: Rows<Task>
  timers: Rows<Timer>
  subscriptions: Rows<Subscription>
  repairs: Rows<Repair>
  compensations: Rows<Compensation>
  /** Those that ended are among the updates, as with tasks. */
  approvals: Rows<Approval>
  signers: Rows<Signer>
  /** Loop bodies that went while some of their children were not loaded: everything inside goes, open tasks are cancelled. */
  dropped: string[]
}

export interface Rows<T> {
  insert: T[]
  update: T[]
  remove: string[]
}

/** What leaves the core. `record` effects become writes of the same transaction, the others go to the outbox after the commit. */
export type Effect = { id: string; element: string } & (
  | { kind: 'set-fields'; form: string; record: string; values: Record<string, Json | undefined> }
  /** `record` is the id to use; the variable `into` (if any) holds it already. */
  | { kind: 'create-record'; form: string; record: string; values: Record<string, Json | undefined>; into?: string }
  | { kind: 'notify'; to: string[]; title: string; body: string; task?: string }
  /** Somebody is told something that has a sentence of its own. */
  | { kind: 'tell'; code: 'TASK_DUE' | 'TASK_URGED' | 'TASK_ESCALATED'; to: string[]; body: string; task?: string }
  /** 抄送: others are to know of this task. */
  | { kind: 'copy'; to: string[]; task: string; note?: string }
  /** The token waits (waits: 'job') until `jobDone` or `jobFailed` comes back. */
  | { kind: 'webhook'; token: string; url: string; method: string; body: Json }
  | { kind: 'send-message'; name: string; key: string; data: Record<string, Json> }
  | { kind: 'throw-signal'; name: string; data: Record<string, Json> }
  /** What `host.classify` decided, to be written to the record with its decision. */
  | { kind: 'classify'; ruleSet: string; form: string; record: string; values: Record<string, Json> }
)

/** An effect on a record, before it has an id. */
export type RecordWrite = Effect extends infer E
  ? E extends { kind: 'set-fields' | 'create-record' | 'classify' }
    ? Omit<E, 'id' | 'element'>
    : never
  : never

/** One line per completed flow node and per taken flow: what explain, the diagram and the story's `trail` are made of. */
export interface TrailEntry {
  element: string
  type: 'entered' | 'completed' | 'taken' | 'cancelled' | 'repair' | 'uncaught' | 'said'
  at: string
  scope: string
  token?: string
  by?: string
  /** Gateway: which conditions were tried with which result; task: outcome; assignment: why. */
  detail?: Json
}

export type Advanced = { state: State; delta: Delta; effects: Effect[]; trail: TrailEntry[] }
/**
 * A refused command says why; nothing has changed. Codes: INSTANCE_ENDED, ALREADY_STARTED, NO_SUCH_START, TASK_NOT_OPEN, TASK_TAKEN,
 * NOT_YOURS, OUTCOME_REQUIRED, OUTCOME_UNKNOWN, OPINION_REQUIRED, NO_SUCH_TIMER, TIMER_NOT_DUE, MESSAGE_NOT_AWAITED, JOB_NOT_AWAITED,
 * NOT_AN_APPROVAL, those of approval/verbs, REPAIR_NOT_OPEN, FLOW_REQUIRED, NO_SUCH_FLOW, SIGNAL_NOT_AWAITED, NOT_AD_HOC, NO_SUCH_ACTIVITY.
 */
export type Rejection = { rejection: Problem }
