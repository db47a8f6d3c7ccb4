import { nodeOf, type Graph, type Node } from '#core/process/graph'
import { problem, type Problem } from '#core/problem'
import type { Reader } from '../db/transaction.js'

/**
 * What has left the house since a step was done for the last time, and is not taken back by a return: CHANGE_NOT_UNDONE, one fact for each element that sent
 * something, the latest first. Of the start: since the beginning.
 */
export async function effectsSince(read: Reader, instance: string, graph: Graph, step: string): Promise<Problem[]> {
  const senders = graph.nodes.filter(sends).map(node => node.id)
  if (senders.length === 0) return []
  const [last] = await read.query<{ rev: number | null }>(
    "SELECT MAX(rev) AS rev FROM activity_log WHERE instance_id = ? AND element = ? AND type = 'completed'",
    [instance, step],
  )
  const rows = await read.query<{ element: string; at: string; n: number }>(
    `SELECT element, MAX(at) AS at, COUNT(*) AS n FROM activity_log
     WHERE instance_id = ? AND type = 'completed' AND rev >= ? AND element IN (${senders.map(() => '?').join(', ')})
     GROUP BY element ORDER BY at DESC`,
    [instance, Number(last?.rev ?? 0), ...senders],
  )
  return rows.map(({ element, at, n }) => {
    const node = nodeOf(graph, element)
    return problem('CHANGE_NOT_UNDONE', element, { name: node.name, kind: kindOf(node), at, times: Number(n) })
  })
}

const OUTWARDS = new Set(['webhook', 'notify', 'create-record', 'set-fields', 'set-person'])
const sends = (node: Node): boolean =>
  node.kind === 'send-task' ||
  ((node.kind === 'throw' || node.kind === 'end') && node.events.some(({ type }) => type === 'message' || type === 'signal')) ||
  OUTWARDS.has(node.settings.action?.type ?? '')

const kindOf = ({ settings, events }: Node): string =>
  settings.action?.type ?? (events.some(each => each.type === 'signal') ? 'throw-signal' : 'send-message')
