import { backwards, forwards } from './reach.js'
import type { Container, ElementModel, Model } from './bpmn/model.js'
import type { Flow, Graph, GraphScope, Node } from './graph.js'

/** A process that passed lint → its graph. Indexes and adjacency are laid out once; reachability when first asked. */
export function compile(process: Container, model: Model): Graph {
  const nodes: Node[] = []
  const flows: Flow[] = []
  const scopes: GraphScope[] = []
  const nodeAt = new Map<string, number>()
  const flowAt = new Map<string, number>()

  const place = (container: Container, parent?: number): number => {
    const index = scopes.length
    const scope: GraphScope = { index, id: container.id, name: container.name, nodes: [], starts: [] }
    if (parent !== undefined) scope.parent = parent
    scopes.push(scope)
    for (const element of container.nodes) {
      const node = nodeFrom(element, nodes.length, index, model)
      nodes.push(node)
      nodeAt.set(node.id, node.index)
      scope.nodes.push(node.index)
      if (element.inner) node.inner = place(element.inner, index)
    }
    for (const { id, name, source, target, when, foreign } of container.flows) {
      const [from, to] = [nodeAt.get(source!)!, nodeAt.get(target!)!]
      flowAt.set(id, flows.length)
      nodes[from]!.outgoing.push(flows.length)
      nodes[to]!.incoming.push(flows.length)
      flows.push({
        index: flows.length,
        id,
        name,
        source: from,
        target: to,
        ...(when === undefined ? {} : { when }),
        ...(foreign === undefined ? {} : { foreign }),
      })
    }
    for (const element of container.nodes) link(element, nodeAt, flowAt, nodes)
    scope.starts = startsOf(scope, nodes)
    return index
  }
  place(process)

  const starts = scopes[0]!.nodes.filter(index => nodes[index]!.kind.endsWith('-start'))
  const messages = new Map(
    model.messages.flatMap(({ id, name }): [string, string][] => [
      [id, name],
      [name, name],
    ]),
  )
  return {
    process: process.id,
    name: process.name,
    executable: process.executable,
    ...(process.zone ? { zone: process.zone } : {}),
    nodes,
    flows,
    scopes,
    nodeAt,
    flowAt,
    starts,
    messages,
    inclusiveJoins: nodes.filter(node => node.kind === 'inclusive-gateway' && node.incoming.length > 1).map(node => node.index),
    back: backwards(nodes, flows),
    reach: forwards(nodes, flows),
  }
}

function nodeFrom(element: ElementModel, index: number, scope: number, model: Model): Node {
  const event = element.events[0]
  const message = event?.type === 'Message' ? model.messages.find(each => each.id === event.ref) : undefined
  const error = event?.type === 'Error' ? model.errors.find(each => each.id === event.ref) : undefined
  const assignment = element.settings.assignment ?? element.laneAssignment
  const key = element.settings.correlationKey ?? event?.correlationKey ?? message?.correlationKey
  return {
    index,
    id: element.id,
    kind: element.kind!,
    type: element.type,
    name: element.name || element.id,
    scope,
    incoming: [],
    outgoing: [],
    attached: [],
    ...(event?.timer ? { timer: event.timer } : {}),
    ...(message ? { message: message.name } : {}),
    ...(error ? { error: error.code ?? error.id } : {}),
    settings: {
      ...element.settings,
      ...(assignment ? { assignment } : {}),
      ...(key === undefined ? {} : { correlationKey: key }),
    },
  }
}

function link(element: ElementModel, nodeAt: Map<string, number>, flowAt: Map<string, number>, nodes: Node[]): void {
  const node = nodes[nodeAt.get(element.id)!]!
  if (element.default !== undefined) node.default = flowAt.get(element.default)!
  if (element.attachedTo === undefined) return
  const host = nodeAt.get(element.attachedTo)!
  node.host = host
  node.interrupting = element.kind === 'error-boundary' || element.interrupting
  nodes[host]!.attached.push(node.index)
}

/** A process begins at none start events when no other is named; without any start event wherever nothing leads to (BPMN 2.0.2 §13.2). */
function startsOf(scope: GraphScope, nodes: Node[]): number[] {
  const events = scope.nodes.filter(index => nodes[index]!.kind.endsWith('-start'))
  if (events.length > 0) return events.filter(index => nodes[index]!.kind === 'none-start')
  return scope.nodes.filter(index => nodes[index]!.incoming.length === 0 && nodes[index]!.host === undefined)
}
