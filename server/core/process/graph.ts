import type { NodeSettings } from './definition.js'

/** What an element does; one file each in `elements/`. BPMN types that do the same share a kind (task and manual task pass). */
export type NodeKind =
  | 'none-start'
  | 'message-start'
  | 'timer-start'
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
  | 'event-based-gateway'
  | 'timer-catch'
  | 'message-catch'
  | 'none-throw'
  | 'message-throw'
  | 'timer-boundary'
  | 'message-boundary'
  | 'error-boundary'
  | 'none-end'
  | 'message-end'
  | 'terminate-end'
  | 'error-end'
  | 'sub-process'

/** A timer as drawn. `text` is ISO 8601 when `literal`, else JSONata that gives it. */
export interface TimerSpec {
  type: 'date' | 'duration' | 'cycle'
  text: string
  literal: boolean
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
  /** Boundary events on this activity, as node indexes. */
  attached: number[]
  /** Boundary event: the activity it sits on, and whether it ends it. */
  host?: number
  interrupting?: boolean
  timer?: TimerSpec
  /** Message name. */
  message?: string
  /** Error code thrown or caught; an error boundary without one catches every error. */
  error?: string
  /** Sub-process: index of its inner scope in `graph.scopes`. */
  inner?: number
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

/** The process (index 0) or an embedded sub-process. */
export interface GraphScope {
  index: number
  id: string
  name: string
  parent?: number
  /** Nodes directly inside. */
  nodes: number[]
  /** Where a token begins: none start events, or, without any start event, all nodes without incoming flow. */
  starts: number[]
}

/** A published version of one process, compiled once. Immutable; keep it by version. */
export interface Graph {
  process: string
  name: string
  /** isExecutable as drawn. */
  executable: boolean
  zone?: string
  nodes: Node[]
  flows: Flow[]
  scopes: GraphScope[]
  /** Index of a node or flow by element id. */
  nodeAt: Map<string, number>
  flowAt: Map<string, number>
  /** Start events by which the process can begin (a form trigger is in `settings.trigger`). */
  starts: number[]
  /** Message names by id and by name, so that callers may use either. */
  messages: Map<string, string>
  /** Inclusive gateways with several incoming flows: the only joins that look at what happens elsewhere. */
  inclusiveJoins: number[]
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
