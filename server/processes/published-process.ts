import type { Graph, Node } from '#core/process/graph'
import { mainOf } from '#core/process/play-start'
import { readDefinition } from '#core/process/read-definition'
import type { Scope } from '#core/process/state'
import type { Reader } from '../db/transaction.js'
import type { ProcessStartRecord } from './process.entity.js'

/** One published version, compiled. Immutable, so it may be kept as long as one likes. */
export interface PublishedProcess {
  /** Version id: what instances hold on to. */
  definition: string
  process: string
  app: string
  name: string
  version: number
  graph: Graph
  /** All processes of its file, in document order. */
  file: readonly Graph[]
  /** What an instance of it can hold besides scopes, tokens, variables and tasks, so that such rows are worth looking for. */
  waits: { timers: boolean; events: boolean; compensation: boolean; approvals: boolean; loops: boolean; conditions: boolean }
}

/**
 * A version is named by its id. Where its file has several processes, `<id>#<n>` is the n-th of them and the id alone the main one (mainOf).
 */
export const definitionIn = (version: string, file: readonly Graph[], graph: Graph): string =>
  graph === mainOf(file) ? version : `${version}#${file.indexOf(graph)}`

/** The id of the version that a definition belongs to. */
export const versionOf = (definition: string): string => definition.split('#')[0]!

const kept = new Map<string, Promise<PublishedProcess>>()
const mostKept = 200

/** Compiles at the first use (5–20 ms), then from memory; the least used goes first. Throws for a version that was never published. */
export function publishedProcess(read: Reader, definition: string): Promise<PublishedProcess> {
  let found = kept.get(definition)
  if (found) kept.delete(definition)
  else {
    found = load(read, definition)
    found.catch(() => kept.delete(definition))
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
  }
  kept.set(definition, found)
  return found
}

async function load(read: Reader, definition: string): Promise<PublishedProcess> {
  const [version, pool] = definition.split('#')
  const [row] = await read.query<{ process_id: string; app_id: string; version: number; name: string; xml: string }>(
    'SELECT v.process_id, p.app_id, v.version, v.name, v.xml FROM process_versions v JOIN processes p ON p.id = v.process_id WHERE v.id = ?',
    [version],
  )
  if (!row) throw new Error(`process version ${definition} does not exist`)
  const { processes, problems } = await readDefinition(row.xml)
  const graph = pool === undefined ? mainOf(processes) : processes[Number(pool)]
  if (!graph)
    throw new Error(
      `process version ${definition} was published but no longer compiles: ${problems.map(each => each.code).join(', ')}`,
    )
  const { process_id: process, app_id: app, name } = row
  return { definition, process, app, name, version: row.version, graph, file: processes, waits: waitsIn(graph) }
}

const waitsIn = ({ nodes }: Graph): PublishedProcess['waits'] => ({
  loops: nodes.some(node => node.kind === 'call-activity' || node.loop !== undefined),
  timers: nodes.some(node => catches(node, ['timer']) || node.settings.approval?.overdue !== undefined),
  approvals: nodes.some(node => node.kind === 'call-activity' || node.settings.approval !== undefined),
  events: nodes.some(node => catches(node, ['message', 'signal', 'condition'])),
  conditions: nodes.some(node => catches(node, ['condition'])),
  compensation: nodes.some(
    node =>
      node.kind === 'call-activity' || node.compensator !== undefined || node.events.some(event => event.type === 'compensation'),
  ),
})

/** A called process may hold anything. */
const catches = ({ events, kind }: Node, types: string[]): boolean =>
  kind === 'call-activity' || (kind !== 'throw' && kind !== 'end' && events.some(event => types.includes(event.type)))

/** The version that new instances get; undefined when never published or deleted. */
export async function currentDefinition(read: Reader, process: string): Promise<string | undefined> {
  const [row] = await read.query<{ id: string }>(
    'SELECT v.id FROM processes p JOIN process_versions v ON v.process_id = p.id AND v.version = p.version WHERE p.id = ? AND p.deleted_at IS NULL',
    [process],
  )
  return row?.id
}

/** What a record of a form, or a message, starts. Read each time, so that a publication on any server counts at once. */
export const startsOf = (read: Reader, kind: 'form' | 'message' | 'signal', subject: string): Promise<ProcessStartRecord[]> =>
  read.query<ProcessStartRecord>('SELECT * FROM process_starts WHERE subject = ? AND kind = ? ORDER BY process_id, element', [
    subject,
    kind,
  ])

/**
 * What a call activity of the version `from` calls: a process or global task of the same file, else a published process of the app by key, id or
 * number of version; without a number the current one.
 */
export async function calledProcess(
  read: Reader,
  process: string,
  version: string | undefined,
  from: string,
): Promise<PublishedProcess | undefined> {
  const caller = await publishedProcess(read, from)
  const mate = caller.file.find(graph => graph.process === process)
  if (mate && version === undefined) return publishedProcess(read, definitionIn(versionOf(from), caller.file, mate))
  const [row] = await read.query<{ id: string }>(
    `SELECT v.id FROM processes p JOIN process_versions v ON v.process_id = p.id AND v.version = COALESCE(?, p.version)
     WHERE p.app_id = ? AND (p.process_key = ? OR p.id = ?) AND p.deleted_at IS NULL LIMIT 1`,
    [version === undefined ? null : Number(version), caller.app, process, process],
  )
  return row && publishedProcess(read, row.id)
}

/** Where the element of a row is drawn: in the version that its scope runs. */
export type GraphAt = (scope: string) => Graph

/** The graphs of an instance with all that it calls. */
export async function graphsOf(read: Reader, published: PublishedProcess, scopes: readonly Scope[]): Promise<GraphAt> {
  const byId = new Map(scopes.map(scope => [scope.id, scope]))
  const called = new Map<string, Graph>()
  for (const { definition } of scopes)
    if (definition !== undefined) called.set(definition, (await publishedProcess(read, definition)).graph)
  return scope => {
    for (let at = byId.get(scope); at; at = at.parent === undefined ? undefined : byId.get(at.parent))
      if (at.definition !== undefined) return called.get(at.definition)!
    return published.graph
  }
}
