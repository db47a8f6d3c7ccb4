import { compileNode } from './compile-node.js'
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
    const { id, name, data } = container
    const scope: GraphScope = { index, id, name, nodes: [], starts: [], handlers: [], data, inclusive: false }
    if (parent !== undefined) scope.parent = parent
    scopes.push(scope)
    for (const element of container.nodes) {
      const node = compileNode(element, nodes.length, index, model)
      nodes.push(node)
      nodeAt.set(node.id, node.index)
      scope.nodes.push(node.index)
      if (node.kind === 'event-sub-process') scope.handlers.push(node.index)
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
    joinLinks(scope, nodes)
    scope.starts = startsOf(scope, nodes)
    scope.inclusive = scope.nodes.some(each => looksAround(nodes[each]!))
    return index
  }
  place(process)

  return {
    process: process.id,
    name: process.name,
    executable: process.executable,
    ...(process.global ? { global: true as const } : {}),
    ...(process.zone ? { zone: process.zone } : {}),
    ...(process.calendar ? { calendar: process.calendar } : {}),
    nodes,
    flows,
    scopes,
    nodeAt,
    flowAt,
    starts: scopes[0]!.nodes.filter(index => beginsProcess(nodes[index]!)),
    messages: byIdAndName(model.messages),
    signals: byIdAndName(model.signals),
    inclusiveJoins: nodes.filter(isInclusiveJoin).map(node => node.index),
    conditional: nodes.some(node => node.events.some(event => event.type === 'condition')),
    back: backwards(nodes, flows),
    reach: forwards(nodes, flows),
  }
}

const byIdAndName = (roots: { id: string; name: string }[]): Map<string, string> =>
  new Map(
    roots.flatMap(({ id, name }): [string, string][] => [
      [id, name],
      [name, name],
    ]),
  )

const isInclusiveJoin = (node: Node): boolean => node.kind === 'inclusive-gateway' && node.incoming.length > 1

/** Joins that look at where other tokens are. */
const looksAround = (node: Node): boolean =>
  isInclusiveJoin(node) || (node.kind === 'complex-gateway' && node.incoming.length > 1)

const beginsProcess = (node: Node): boolean =>
  node.kind === 'start' || (node.instantiate !== undefined && node.incoming.length === 0)

function link(element: ElementModel, nodeAt: Map<string, number>, flowAt: Map<string, number>, nodes: Node[]): void {
  const node = nodes[nodeAt.get(element.id)!]!
  if (element.default !== undefined) node.default = flowAt.get(element.default)!
  if (element.kind === 'start') node.interrupting = element.interrupting
  if (element.attachedTo === undefined) return
  const host = nodeAt.get(element.attachedTo)!
  node.host = host
  const always = node.events.some(event => event.type === 'error' || event.type === 'cancel')
  node.interrupting = always || element.interrupting
  nodes[host]!.attached.push(node.index)
  if (element.compensator !== undefined) nodes[host]!.compensator = nodeAt.get(element.compensator)!
}

/** A link throw event goes on at the catch event of its name, in the same scope (BPMN 2.0.2 §10.5.4). */
function joinLinks(scope: GraphScope, nodes: Node[]): void {
  const linkOf = (node: Node) => node.events.find(event => event.type === 'link')?.name
  const all = scope.nodes.map(index => nodes[index]!)
  for (const from of all) {
    const name = from.kind === 'throw' ? linkOf(from) : undefined
    const to = name === undefined ? undefined : all.find(node => node.kind === 'catch' && linkOf(node) === name)
    if (to) from.link = to.index
  }
}

/** A process begins at none start events when no other is named; without any start event wherever nothing leads to (BPMN 2.0.2 §13.2). */
function startsOf(scope: GraphScope, nodes: Node[]): number[] {
  const all = scope.nodes.map(index => nodes[index]!)
  const events = all.filter(node => node.kind === 'start')
  const begins = events.length > 0 ? events.filter(node => node.events.length === 0) : all.filter(beginsImplicitly)
  return begins.map(node => node.index)
}

const beginsImplicitly = (node: Node): boolean =>
  node.incoming.length === 0 &&
  node.kind !== 'boundary' &&
  node.kind !== 'event-sub-process' &&
  node.forCompensation === undefined &&
  node.instantiate === undefined &&
  !(node.kind === 'catch' && node.events.some(event => event.type === 'link'))
