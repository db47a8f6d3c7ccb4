import type { DataSpec, LoopSpec, Mapping, NodeKind, TimerSpec } from '../graph.js'
import type { Assignment, NodeSettings } from '../definition.js'
import type { Problem } from '../../problem.js'

/** A diagram in our words, complete or broken: what lint judges and compile turns into graphs. References are ids. */
export interface Model {
  /** Processes, and global tasks as processes of one task. */
  processes: Container[]
  messages: Root[]
  errors: Root[]
  signals: Root[]
  escalations: Root[]
  /** Between pools of the file; ends may be elements or whole pools. */
  messageFlows: { id: string; source: string; target: string }[]
}

/** A message, error, signal or escalation declared in the file. */
export interface Root {
  id: string
  name: string
  /** Error code, escalation code. */
  code?: string
  correlationKey?: string
}

/** The process or a sub-process. */
export interface Container {
  id: string
  name: string
  type: string
  executable: boolean
  /** A global task, run by call activities only. */
  global?: true
  /** Event sub-process. */
  triggered?: true
  zone?: string
  calendar?: string
  nodes: ElementModel[]
  flows: FlowModel[]
  data: DataSpec[]
  /** Drawn, not executed: data stores. */
  drawn: { id: string; name: string; type: string }[]
}

export interface ElementModel {
  id: string
  type: string
  name: string
  /** Undefined: not executed; `refused` says what exactly. */
  kind?: NodeKind
  refused?: string
  events: EventModel[]
  parallelMultiple?: true
  default?: string
  attachedTo?: string
  interrupting: boolean
  inner?: Container
  transaction?: true
  adHoc?: { sequential: boolean; until?: string; cancelRemaining: boolean }
  called?: { process: string; version?: string; inheritAll?: true }
  loop?: LoopSpec
  inputs?: Mapping[]
  outputs?: Mapping[]
  startQuantity?: number
  completionQuantity?: number
  forCompensation?: true
  /** Boundary compensation event: the activity that its association names. */
  compensator?: string
  activation?: string
  instantiate?: 'exclusive' | 'parallel'
  settings: NodeSettings
  /** Settings that could not be read as written. */
  problems: Problem[]
  /** The lane that holds a user task, and whom it names. */
  lane?: string
  laneAssignment?: Assignment | undefined
}

export interface EventModel {
  /** As in bpmn:TimerEventDefinition, without prefix and suffix: Timer, Message, Error … */
  type: string
  timer?: TimerSpec
  /** Id of the message, error, signal, escalation. */
  ref?: string
  correlationKey?: string
  /** Conditional: JSONata. */
  when?: string
  /** Link: its name. */
  link?: string
  /** Compensation: the activity, and whether the thrower waits. */
  activity?: string
  wait?: boolean
  problems: Problem[]
}

export interface FlowModel {
  id: string
  name: string
  source?: string
  target?: string
  when?: string
  foreign?: string
  problems: Problem[]
}
