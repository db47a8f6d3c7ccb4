import { problem, type Problem } from '../problem.js'
import { calendarNamed } from './calendar-for.js'
import type { EventSpec, Graph, Node } from './graph.js'
import type { Host } from './host.js'
import { schedule, type Due } from './schedule.js'

/**
 * The timer start events of a process with their first due time. The shell keeps them as jobs while the version is the published one,
 * starts an instance with `startEvent` at each firing, and asks `judgeFiring` (schedule.ts) for the one after.
 */
export async function timerStarts(
  graph: Graph,
  at: string,
  host: Pick<Host, 'evaluate' | 'zone' | 'calendar'>,
): Promise<({ element: string; due: Due } | { element: string; problem: Problem })[]> {
  const zone = graph.zone ?? host.zone ?? 'UTC'
  const found: ({ element: string; due: Due } | { element: string; problem: Problem })[] = []
  for (const { node, event } of startEvents(graph)) {
    if (event?.type !== 'timer') continue
    const { type, text: source, literal, calendar } = event.timer
    const text = literal ? { value: source } : await host.evaluate(source, {}, { now: at })
    const when = await calendarNamed(calendar ?? graph.calendar, host)
    if ('problem' in text) found.push({ element: node.id, problem: text.problem })
    else if ('problem' in when) found.push({ element: node.id, problem: when.problem })
    else {
      const due = schedule(type, String(text.value), at, zone, when.calendar)
      // a date that has passed would start an instance at every publication
      const over = type === 'date' && Date.parse('dueAt' in due ? due.dueAt : at) < Date.parse(at)
      if (over) found.push({ element: node.id, problem: problem('TIMER_OVER', undefined, { type, text: String(text.value) }) })
      else found.push('problem' in due ? { element: node.id, problem: due.problem } : { element: node.id, due })
    }
  }
  return found
}

/** What starts an instance from outside: message and signal names with the node that each begins at. */
export const startsBy = (graph: Graph, type: 'message' | 'signal'): { element: string; name: string }[] =>
  startEvents(graph).flatMap(({ node, event }) => (event?.type === type ? [{ element: node.id, name: event.name }] : []))

interface StartEvent {
  /** A start event, a receive task that instantiates, or an event behind a gateway that does. */
  node: Node
  event?: EventSpec
  gateway?: Node
}

export function startEvents(graph: Graph): StartEvent[] {
  const through = (node: Node, gateway?: Node): StartEvent[] =>
    (node.events.length === 0 ? [undefined] : node.events).map(event => ({
      node,
      ...(event ? { event } : {}),
      ...(gateway ? { gateway } : {}),
    }))
  return graph.starts.flatMap(index => {
    const node = graph.nodes[index]!
    if (node.kind !== 'event-based-gateway') return through(node)
    return node.outgoing.flatMap(flow => through(graph.nodes[graph.flows[flow]!.target]!, node))
  })
}

/** Nodes that tokens enter, and nodes whose event has come already. */
export type Places = { begin: Node[]; happened: Node[] }

/** Where a `start` command begins: the named event, the one for the message or signal, the only none start, or the implicit beginnings. */
export function startPlaces(
  graph: Graph,
  wanted: { startEvent?: string; message?: string; signal?: string },
): Places | { problem: Problem } {
  const events = startEvents(graph)
  const choices = [...new Set(events.map(({ node }) => node.id))]
  const { startEvent } = wanted
  const message = wanted.message === undefined ? undefined : (graph.messages.get(wanted.message) ?? wanted.message)
  const signal = wanted.signal === undefined ? undefined : (graph.signals.get(wanted.signal) ?? wanted.signal)
  if (startEvent !== undefined || message !== undefined || signal !== undefined) {
    const found = events.find(
      ({ node, event }) =>
        (startEvent === undefined || node.id === startEvent) &&
        (message === undefined || (event?.type === 'message' && event.name === message)) &&
        (signal === undefined || (event?.type === 'signal' && event.name === signal)),
    )
    if (found) return begunBy(graph, found)
    return { problem: problem('NO_SUCH_START', startEvent, { message: wanted.message, signal: wanted.signal, choices }) }
  }
  if (events.length === 0) return { begin: graph.scopes[0]!.starts.map(index => graph.nodes[index]!), happened: [] }
  const none = events.filter(({ node }) => node.kind === 'start' && node.events.length === 0)
  return none.length === 1
    ? { begin: [none[0]!.node], happened: [] }
    : { problem: problem('NO_SUCH_START', undefined, { choices }) }
}

function begunBy(graph: Graph, { node, gateway }: StartEvent): Places {
  if (node.kind === 'start') return { begin: [node], happened: [] }
  const others = gateway?.instantiate === 'parallel' ? gateway.outgoing.map(flow => graph.nodes[graph.flows[flow]!.target]!) : []
  return { begin: others.filter(other => other !== node), happened: [node] }
}
