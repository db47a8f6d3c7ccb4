import type { Json, Problem } from '../problem.js'

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

/** The process itself (root) or a running sub-process. */
export interface Scope {
  id: string
  parent?: string
  /** Element id of the process or sub-process. */
  element: string
  /** The token of the parent scope that waits at the sub-process. */
  token?: string
  startedAt: string
  /** How often each user task was entered in this scope: its next round. */
  rounds: Record<string, number>
}

/**
 * A token sits on a node. One that waits before a joining gateway also names the flow it arrived by. `continue`: it was about to enter the
 * node when the burst was cut; the shell answers such a state with the command `continue`.
 */
export interface Token {
  id: string
  scope: string
  node: string
  /** Flow by which it arrived at a joining gateway, where it waits to be consumed. */
  arrivedBy?: string
  /** What it waits for; absent only inside `advance`. */
  waits: 'task' | 'timer' | 'message' | 'event' | 'join' | 'scope' | 'job' | 'repair' | 'continue'
  since: string
}

export interface Variable {
  scope: string
  name: string
  value: Json
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
  /** Why these people, in facts (rule and what it resolved to). */
  why?: Json
  /** Access per form field in this step; from the diagram. */
  rights?: Record<string, string>
  /** Names of the verbs offered; default ['complete']. */
  outcomes: string[]
  dueAt?: string
  createdAt: string
  completedAt?: string
  completedBy?: string
  outcome?: string
  opinion?: string
}

export interface Timer {
  id: string
  scope: string
  token: string
  /** The catching event or the boundary event. */
  element: string
  dueAt: string
  /** Firings of a cycle still to come after this one, -1 for ever. Absent: fires once. */
  repeat?: number
  /** ISO duration between repetitions; counted from the schedule, not from now. */
  every?: string
}

export interface Subscription {
  id: string
  scope: string
  token: string
  element: string
  type: 'message'
  name: string
  /** Correlation key; '' takes any key. */
  key: string
}

/** A stop that a person can mend: retry, skip with a result, cancel. */
export interface Repair {
  id: string
  scope: string
  token: string
  element: string
  problem: Problem
  at: string
  /** Where a retry goes on: the element begins anew, or it is done and only leaves again. */
  stage: 'enter' | 'leave'
  /** Attempts so far, for jobs. */
  attempts?: number
}
