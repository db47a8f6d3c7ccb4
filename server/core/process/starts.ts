import { problem, type Problem } from '../problem.js'
import type { Graph, Node } from './graph.js'
import type { Host } from './host.js'
import { schedule, type Due } from './schedule.js'

/**
 * The timer start events of a process with their first due time. The shell keeps them as jobs while the version is the published one,
 * starts an instance with `startEvent` at each firing, and asks `nextDue` (schedule.ts) for the one after.
 */
export async function timerStarts(
  graph: Graph,
  at: string,
  host: Pick<Host, 'evaluate' | 'zone'>,
): Promise<({ element: string; due: Due } | { element: string; problem: Problem })[]> {
  const zone = graph.zone ?? host.zone ?? 'UTC'
  const found: ({ element: string; due: Due } | { element: string; problem: Problem })[] = []
  for (const index of graph.starts) {
    const node = graph.nodes[index]!
    if (node.kind !== 'timer-start' || !node.timer) continue
    const text = node.timer.literal ? { value: node.timer.text } : await host.evaluate(node.timer.text, {}, { now: at })
    if ('problem' in text) found.push({ element: node.id, problem: text.problem })
    else {
      const due = schedule(node.timer.type, String(text.value), at, zone)
      found.push('problem' in due ? { element: node.id, problem: due.problem } : { element: node.id, due })
    }
  }
  return found
}

/** Message names that start an instance of this process, with the start event of each. */
export const messageStarts = (graph: Graph): { element: string; message: string }[] =>
  graph.starts
    .map(index => graph.nodes[index]!)
    .filter((node): node is Node & { message: string } => node.kind === 'message-start' && node.message !== undefined)
    .map(node => ({ element: node.id, message: node.message }))

/** Where a `start` command begins: the named event, the one for the message, the only none start, or the implicit beginnings. */
export function startNodes(graph: Graph, wanted: { startEvent?: string; message?: string }): Node[] | { problem: Problem } {
  const events = graph.starts.map(index => graph.nodes[index]!)
  const choices = events.map(node => node.id)
  if (wanted.startEvent !== undefined || wanted.message !== undefined) {
    const message = wanted.message === undefined ? undefined : (graph.messages.get(wanted.message) ?? wanted.message)
    const found = events.find(
      node =>
        (wanted.startEvent === undefined || node.id === wanted.startEvent) &&
        (message === undefined || (node.kind === 'message-start' && node.message === message)),
    )
    return found ? [found] : { problem: problem('NO_SUCH_START', wanted.startEvent, { ...wanted, choices }) }
  }
  if (events.length === 0) return graph.scopes[0]!.starts.map(index => graph.nodes[index]!)
  const none = events.filter(node => node.kind === 'none-start')
  return none.length === 1 ? none : { problem: problem('NO_SUCH_START', undefined, { choices }) }
}
