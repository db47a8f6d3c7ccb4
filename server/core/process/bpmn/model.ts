import type { NodeKind, TimerSpec } from '../graph.js'
import type { Assignment, NodeSettings } from '../definition.js'
import type { Problem } from '../../problem.js'

/** A diagram in our words, complete or broken: what lint judges and compile turns into graphs. References are ids. */
export interface Model {
  processes: Container[]
  messages: Root[]
  errors: Root[]
  signals: Root[]
  escalations: Root[]
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
  zone?: string
  nodes: ElementModel[]
  flows: FlowModel[]
  /** Data objects and the like: drawn, not executed. */
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
  default?: string
  attachedTo?: string
  interrupting: boolean
  inner?: Container
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
