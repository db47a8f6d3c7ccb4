import type { Problem } from '../../problem.js'
import type { Container, ElementModel, FlowModel, Model } from '../bpmn/model.js'
import type { Fields } from '../../rule/check-references.js'

/** What the house knows when a process is published. Absent: a bare file is judged, and nobody asks who, which form, which field. */
export interface Known {
  /** The fields of the form that starts the process. */
  fields?: Fields
  /** Field keys per form. */
  forms: Record<string, string[]>
  roles: string[]
  departments: string[]
  ruleSets: string[]
  /** Calendars of working time by key, with the years whose holidays they lack. */
  calendars?: Record<string, { missingYears: number[] }>
  /** Keys and ids of published processes that may be called. */
  processes?: string[]
}

/** A container with its parts at hand. */
export interface Place {
  container: Container
  parent?: Place
  nodes: Map<string, ElementModel>
  incoming: (id: string) => FlowModel[]
  outgoing: (id: string) => FlowModel[]
}

export interface Context {
  model: Model
  places: Place[]
  known?: Known
}

/** One fault class, one file. A rule finds; what its finding means for publishing is decided in index.ts. */
export type Rule = (context: Context) => Problem[]

export function contextOf(model: Model, known?: Known): Context {
  const places: Place[] = []
  const open: [Container, Place | undefined][] = model.processes.map(process => [process, undefined])
  for (let next = open.shift(); next; next = open.shift()) {
    const [container, parent] = next
    const [incoming, outgoing] = [by(container, 'target'), by(container, 'source')]
    const place: Place = {
      container,
      ...(parent ? { parent } : {}),
      nodes: new Map(container.nodes.map(node => [node.id, node])),
      incoming: id => incoming.get(id) ?? [],
      outgoing: id => outgoing.get(id) ?? [],
    }
    places.push(place)
    for (const node of container.nodes) if (node.inner) open.push([node.inner, place])
  }
  return { model, places, ...(known ? { known } : {}) }
}

function by(container: Container, end: 'source' | 'target'): Map<string, FlowModel[]> {
  const found = new Map<string, FlowModel[]>()
  for (const flow of container.flows) {
    const id = flow[end]
    if (id !== undefined) found.set(id, [...(found.get(id) ?? []), flow])
  }
  return found
}

/** Every node of every process, with its place. */
export const everyNode = (context: Context): { node: ElementModel; place: Place }[] =>
  context.places.flatMap(place => place.container.nodes.map(node => ({ node, place })))

export const everyFlow = (context: Context): { flow: FlowModel; place: Place }[] =>
  context.places.flatMap(place => place.container.flows.map(flow => ({ flow, place })))

export const isStart = (node: ElementModel): boolean => node.type === 'bpmn:StartEvent'
export const isEnd = (node: ElementModel): boolean => node.type === 'bpmn:EndEvent'
export const isBoundary = (node: ElementModel): boolean => node.type === 'bpmn:BoundaryEvent'
export const isGateway = (node: ElementModel): boolean => node.type.endsWith('Gateway')
/** Tasks, sub-processes, call activities: what a boundary event may sit on. */
export const isActivity = (node: ElementModel): boolean => !node.type.endsWith('Event') && !isGateway(node)
