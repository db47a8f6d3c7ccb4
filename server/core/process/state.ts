import type { Json, Problem } from '../problem.js'
import type { Approval, Signer } from './approval/state.js'
import type { Returned } from './return/returned.js'

/**
 * A running instance as rows, never as one blob. `advance` gets the LIVE rows of one instance: what has ended (a completed task, a
 * consumed token, a mended repair) leaves the state and appears a last time in the delta, so that a step costs the same on day 1000.
 * Ids are counted by the state (`<instance>.<n>`), times are UTC ISO strings and ride on the command.
 */
export interface State {
  instance: Instance
  scopes: Scope[]
  tokens: Token[]
  variables: Variable[]
  tasks: Task[]
  timers: Timer[]
  subscriptions: Subscription[]
  repairs: Repair[]
  compensations: Compensation[]
  /** Open rounds of approval steps, and everybody who takes part in them. */
  approvals: Approval[]
  signers: Signer[]
}

export type InstanceStatus = 'running' | 'completed' | 'terminated' | 'cancelled' | 'failed'

export interface Instance {
  id: string
  /** Definition version id; in `play` the file's process id. */
  definition: string
  status: InstanceStatus
  /** Compare-and-set counter; advanced by the shell. */
  rev: number
  /** Next id to count. */
  seq: number
  /** The record this instance is about, when it was started by a form. */
  record?: { form: string; id: string }
  startedBy: string
  startedAt: string
  endedAt?: string
  /** Automatic steps since the last command that was not `continue`; an endless loop is known by it. */
  automatic: number
}

export type ScopeKind =
  | 'process'
  | 'sub-process'
  /** A triggered event sub-process. */
  | 'event'
  /** A called process: another graph, `definition` says which. */
  | 'called'
  /** The body of a loop or multi-instance activity; its children are `iteration` scopes. */
  | 'loop'
  | 'iteration'
  /** Runs one compensation handler on the data of that time. */
  | 'compensation'

/** What is running: the process, a sub-process, a loop and its iterations, a called process. */
export interface Scope {
  id: string
  kind: ScopeKind
  parent?: string
  /** Element id of the process, sub-process, activity. */
  element: string
  /** Called process: the version whose graph counts inside. */
  definition?: string
  /** The token of an outer scope that waits for this one (all iterations of a loop: the same). */
  token?: string
  startedAt: string
  /** Begins at 1; each return into the scope begins a new one. */
  round: number
  loop?: LoopCounts
  /** Iteration: its number, from 0. Ad-hoc in turn: how many have begun. Compensation: what counts is older than this id. */
  index?: number
  /** Compensation: the one activity that is compensated. */
  activity?: string
  /** Complex gateways that have fired and wait for the rest: flows that are in, by element id. */
  gates?: Record<string, string[]>
  /** The last return to each step of this scope. */
  returns?: Returned[]
}

/** Counters of a loop's body: its children are never counted by looking at them. */
export interface LoopCounts {
  /** How many there shall be; absent: not known before (standard loop). */
  total?: number
  spawned: number
  completed: number
  terminated: number
  /** Multi-instance: the instance's automatic steps when it began. */
  steps?: number
}

/**
 * A token sits on a node. One that waits before a joining gateway also names the flow it arrived by. `continue`: it was about to enter the
 * node when the burst was cut; the shell answers such a state with the command `continue`. `spawn`: its loop has children still to begin, likewise.
 */
export interface Token {
  id: string
  scope: string
  node: string
  /** Flow by which it arrived at a joining gateway, where it waits to be consumed. */
  arrivedBy?: string
  /** What it waits for; absent only inside `advance`. */
  waits:
    | 'task'
    | 'timer'
    | 'message'
    | 'signal'
    | 'condition'
    /** Several events. */
    | 'event'
    | 'join'
    | 'scope'
    | 'job'
    | 'compensation'
    | 'repair'
    | 'continue'
    | 'spawn'
  since: string
}

/** `scope` is a scope, or a token whose activity has variables of its own (mappings). */
export interface Variable {
  scope: string
  name: string
  /** Absent: large, and not loaded; `host.variable` fetches it when something reads it. */
  value?: Json
}

export interface Task {
  id: string
  scope: string
  token: string
  element: string
  name: string
  status: 'open' | 'completed' | 'cancelled'
  /** 1, or the round after a return or a loop. */
  round: number
  assignee?: string
  /** User ids that may claim and complete it; empty with an assignee. */
  candidates: string[]
  /** Approval step: the row of the person who is asked. */
  signer?: string
  /** Somebody who is out of the office and whom the assignee stands in for. */
  onBehalfOf?: string
  /** Why these people, in facts (rule and what it resolved to). */
  why?: Json
  /** Access per form field in this step; from the diagram. */
  rights?: Record<string, string>
  /** Names of the verbs offered; default ['complete']. */
  outcomes: string[]
  dueAt?: string
  /** A person set `dueAt`: data no longer move it. */
  dueFixed?: true
  createdAt: string
  completedAt?: string
  completedBy?: string
  outcome?: string
  opinion?: string
}

export interface Timer {
  id: string
  scope: string
  /** The token that waits; for the start of an event sub-process the scope. */
  token: string
  /** The catching event, boundary event, or start of an event sub-process. */
  element: string
  /** Which of the element's event definitions, from 0; absent: the first. */
  event?: number
  dueAt: string
  /** Firings of a cycle still to come after this one, -1 for ever. Absent: fires once. */
  repeat?: number
  /** How the next firing is found (time/rhythm.ts); counted from the schedule, not from now. */
  every?: string
  /** A person set `dueAt`: data no longer move it. */
  fixed?: true
  /** Of an approval step, which it does not end: reminds, or does what is to be done when time is up. */
  purpose?: 'remind' | 'overdue'
}

export interface Subscription {
  id: string
  scope: string
  token: string
  element: string
  event?: number
  type: 'message' | 'signal' | 'condition'
  /** Name of the message or signal; condition: ''. */
  name: string
  /** Correlation key; '' takes any key. */
  key: string
  /** Condition: it was true when it was last looked at; it happens when it becomes true. */
  held?: boolean
}

/** An activity that is done and can be compensated, with the data of that time. Its id tells the order. */
export interface Compensation {
  id: string
  scope: string
  /** The activity. */
  element: string
  /** Values that the activity's scope saw when it was done. */
  data: Record<string, Json>
  /** A called process: the version whose graph `inner` belongs to. */
  definition?: string
  /** A sub-process: what was done inside, for its own handlers. */
  inner?: Compensation[]
}

/** A stop that a person can mend: retry, skip with a result, cancel. */
export interface Repair {
  id: string
  scope: string
  token: string
  element: string
  problem: Problem
  at: string
  /** Where a retry goes on: the element begins anew, gives its outputs again, or is done and only leaves again. */
  stage: 'enter' | 'complete' | 'leave'
  /** Attempts so far, for jobs. */
  attempts?: number
}
