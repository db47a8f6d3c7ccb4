import type { NodeSettings } from './definition.js'

/** What an element does, by its place in the flow; one file each in `elements/`. What triggers an event is in `events`. Types that do the same share a kind. */
export type NodeKind =
  | 'start'
  | 'catch'
  | 'throw'
  | 'boundary'
  | 'end'
  | 'pass'
  | 'user-task'
  | 'service-task'
  | 'script-task'
  | 'business-rule-task'
  | 'send-task'
  | 'receive-task'
  | 'exclusive-gateway'
  | 'parallel-gateway'
  | 'inclusive-gateway'
  | 'complex-gateway'
  | 'event-based-gateway'
  | 'sub-process'
  | 'event-sub-process'
  | 'ad-hoc-sub-process'
  | 'call-activity'

/** A timer as drawn. `text` is ISO 8601 (a cycle also cron) when `literal`, else JSONata that gives it. */
export interface TimerSpec {
  type: 'date' | 'duration' | 'cycle'
  text: string
  literal: boolean
  /** Key of the working-time calendar in which durations count. */
  calendar?: string
  /** What becomes of firings that a stopped server missed. */
  catchUp?: 'skip' | 'once' | 'all'
}

/** One event definition of an event (or of a send or receive task); one file per type in `events/`. */
export type EventSpec =
  /** `key`: JSONata for the correlation key. */
  | { type: 'message'; name: string; key?: string }
  | { type: 'timer'; timer: TimerSpec }
  | { type: 'signal'; name: string }
  /** JSONata; happens when it becomes exactly true. */
  | { type: 'condition'; when: string; foreign?: string }
  /** Caught without a code: every error; every escalation. */
  | { type: 'error'; code?: string }
  | { type: 'escalation'; code?: string }
  /** Throw: the activity to compensate (absent: all of the scope), and whether the event waits for it. */
  | { type: 'compensation'; activity?: string; wait: boolean }
  | { type: 'link'; name: string }
  | { type: 'cancel' }
  | { type: 'terminate' }

/** Standard loop, or multi-instance (BPMN 2.0.2 §10.3.7). Texts are JSONata. */
export type LoopSpec =
  | { type: 'standard'; testBefore: boolean; maximum?: number; while?: string }
  | {
      type: 'multi'
      sequential: boolean
      cardinality?: string
      collection?: string
      /** Variable of one child that holds its item. */
      item?: string
      /** Variable of the outer scope that receives what the children gave, in their order. */
      output?: string
      /** What one child gives; without it the variable named like `item`. */
      outputItem?: string
      until?: string
      /** When the activity throws an event as its children complete. */
      behavior: 'none' | 'one' | 'all' | 'complex'
      noneEvent?: EventSpec
      oneEvent?: EventSpec
      complex: { when: string; event: EventSpec }[]
    }

/** `value` (JSONata) gives the variable `name`. */
export interface Mapping {
  name: string
  value: string
}

export type DataType = 'any' | 'text' | 'number' | 'boolean' | 'date' | 'time' | 'list' | 'object'

/** A data object: a variable that its scope declares. */
export interface DataSpec {
  id: string
  name: string
  type: DataType
  list: boolean
  /** JSONata for its first value. */
  value?: string
}

export interface Node {
  /** Position in `graph.nodes`; never stored, rows hold `id`. */
  index: number
  id: string
  kind: NodeKind
  /** As in the file, e.g. bpmn:UserTask. */
  type: string
  name: string
  /** Index in `graph.scopes` of the process or sub-process that holds it. */
  scope: number
  /** Indexes into `graph.flows`, in document order. */
  incoming: number[]
  outgoing: number[]
  default?: number
  /** Events: what triggers or is thrown, in document order. Send and receive tasks: their message. Empty: a none event. */
  events: EventSpec[]
  /** Catching event that needs all of its triggers. */
  parallelMultiple?: true
  /** Boundary events on this activity, as node indexes. */
  attached: number[]
  /** Boundary event: the activity it sits on. */
  host?: number
  /** Boundary event, start of an event sub-process: whether it ends what it interrupts. */
  interrupting?: boolean
  /** Link throw: the catch event it goes to. */
  link?: number
  /** Sub-process: index of its inner scope in `graph.scopes`. */
  inner?: number
  /** Sub-process that is a transaction. */
  transaction?: true
  adHoc?: { sequential: boolean; until?: string; cancelRemaining: boolean }
  /** Call activity: process id (in the file), key of a published process, or global task; `version` binds to one version. */
  called?: { process: string; version?: string; inheritAll?: true }
  loop?: LoopSpec
  /** Input and output mappings: with inputs or outputs the activity has variables of its own. */
  inputs?: Mapping[]
  outputs?: Mapping[]
  /** Tokens needed to begin, tokens sent when done; absent: 1. */
  startQuantity?: number
  completionQuantity?: number
  /** Done only by a compensation throw. */
  forCompensation?: true
  /** The activity that compensates this one. */
  compensator?: number
  /** Complex gateway: when it fires. */
  activation?: string
  /** A receive task or event-based gateway that starts an instance; a parallel gateway needs all of its events in one instance. */
  instantiate?: 'exclusive' | 'parallel'
  settings: NodeSettings
}

export interface Flow {
  index: number
  id: string
  name: string
  source: number
  target: number
  /** JSONata; the flow is taken when it gives exactly true. */
  when?: string
  /** A condition of another tool that could not be translated; trying it is a repair. */
  foreign?: string
}

/** The process (index 0) or a sub-process. */
export interface GraphScope {
  index: number
  id: string
  name: string
  parent?: number
  /** Nodes directly inside. */
  nodes: number[]
  /** Where a token begins: none start events, or, without any start event, all nodes without incoming flow. */
  starts: number[]
  /** Event sub-processes directly inside, as nodes. */
  handlers: number[]
  data: DataSpec[]
  /** Holds an inclusive join, or a complex gateway that resets like one. */
  inclusive: boolean
}

/** A published version of one process (or global task), compiled once. Immutable; keep it by version. */
export interface Graph {
  process: string
  name: string
  /** isExecutable as drawn. */
  executable: boolean
  /** A global task: called, never started by itself. */
  global?: true
  zone?: string
  /** Key of the working-time calendar of its timers and due times. */
  calendar?: string
  nodes: Node[]
  flows: Flow[]
  scopes: GraphScope[]
  /** Index of a node or flow by element id. */
  nodeAt: Map<string, number>
  flowAt: Map<string, number>
  /** Where the process can begin: start events, and what instantiates without one. */
  starts: number[]
  /** Message names by id and by name, so that callers may use either; signals likewise. */
  messages: Map<string, string>
  signals: Map<string, string>
  /** Inclusive gateways with several incoming flows: the only joins that look at what happens elsewhere. */
  inclusiveJoins: number[]
  /** Has conditional events, which look at data after each change. */
  conditional: boolean
  /** Nodes from which a flow can be reached without passing its target (BPMN 2.0.2 §13.4.3), as a bit set. */
  back: (flow: number) => Uint32Array
  /** Per node: the nodes that a token on it may still come to (bit set), itself only through a loop. */
  reach: (node: number) => Uint32Array
}

export const nodeOf = (graph: Graph, id: string): Node => {
  const index = graph.nodeAt.get(id)
  if (index === undefined) throw new Error(`element ${id} is not in the graph of ${graph.process}`)
  return graph.nodes[index]!
}

export const has = (bits: Uint32Array, index: number): boolean => ((bits[index >>> 5]! >>> (index & 31)) & 1) === 1
