import type { Graph } from './graph.js'
import { startEvents } from './starts.js'
import type { Task } from './state.js'

/** The process of a file that a story's start belongs to: the first, unless only another has such a start. */
export function begunIn(
  file: readonly Graph[],
  { at, message, signal }: { at?: string | undefined; message?: string | undefined; signal?: string | undefined },
): Graph {
  const begins = (graph: Graph): boolean =>
    startEvents(graph).some(
      ({ node, event }) =>
        (at === undefined || node.id === at) &&
        (message === undefined || (event?.type === 'message' && event.name === (graph.messages.get(message) ?? message))) &&
        (signal === undefined || (event?.type === 'signal' && event.name === (graph.signals.get(signal) ?? signal))),
    )
  if (at === undefined && message === undefined && signal === undefined) return file[0]!
  return file.find(begins) ?? file[0]!
}

/** Which process of a file is meant where none is named: an executable one; a drawn partner's pool is seldom it. */
export const mainOf = (file: readonly Graph[]): Graph | undefined =>
  file.find(graph => graph.executable && !graph.global) ?? file.find(graph => !graph.global) ?? file[0]

/** A process without a single none start is begun at its first start event. */
export function onlyStart(graph: Graph): string | undefined {
  const starts = startEvents(graph).map(({ node }) => node)
  const none = starts.filter(node => node.kind === 'start' && node.events.length === 0)
  return none.length === 1 ? undefined : (none[0] ?? starts[0])?.id
}

/** Begun by a record of a form? */
export function startedByForm(graph: Graph, startEvent: string | undefined): boolean {
  const start = startEvent === undefined ? graph.starts[0] : graph.nodeAt.get(startEvent)
  return start !== undefined && graph.nodes[start]?.settings.trigger !== undefined
}

/** The first verb that a task offers, as somebody without a wish would choose it. */
export function firstVerb(graph: Graph, task: Task): { outcome?: string; opinion?: string } {
  const index = graph.nodeAt.get(task.element)
  const listed = index === undefined ? undefined : graph.nodes[index]!.settings.outcomes?.[0]
  const declared = task.signer === undefined ? listed : { name: task.outcomes[0]!, opinion: true }
  return declared ? { outcome: declared.name, ...(declared.opinion ? { opinion: '-' } : {}) } : {}
}
