import type { State } from '#core/process/state'
import type { Json } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { pauseOf } from '../processes/pause.js'
import { graphsOf, type PublishedProcess } from '../processes/published-process.js'
import { explain } from './explain.js'
import type { InstanceInfo } from './instances.api.js'
import { loadState, type InstanceRow } from './load-state.js'
import { peopleNames } from './people-names.js'
import { progressOf } from './progress.js'
import { titleOfRecord } from './record-title.js'

/** Lines of history that one answer holds; the newest. */
const LOG = 300

/** Everything that the page of an instance shows; undefined when there is none. Who may see it is the caller's to decide. */
export async function instanceInfo(read: Reader, id: string): Promise<InstanceInfo | undefined> {
  const [row] = await read.query<InstanceRow>('SELECT * FROM instances WHERE id = ?', [id])
  const loaded = row && (await loadState(read, id))
  if (!loaded) return undefined
  const { published } = loaded
  const [counts, log, xml, steps, pause] = await Promise.all([
    read.query<Count>('SELECT element, type, COUNT(*) AS n FROM activity_log WHERE instance_id = ? GROUP BY element, type', [id]),
    read.query<LogRow>(
      `SELECT element, type, at, by_user, detail FROM activity_log WHERE instance_id = ? AND type <> 'taken' ORDER BY rev DESC, n DESC LIMIT ${LOG}`,
      [id],
    ),
    read.query<{ xml: string }>('SELECT xml FROM process_versions WHERE id = ?', [row.definition]),
    progressOf(read, row, published),
    row.status === 'running' ? pauseOf(read, row.process_id) : undefined,
  ])
  const explained = explain(await graphsOf(read, published, loaded.state.scopes), loaded.state)
  const elements = paint(counts, loaded.state, explained)
  const person = await peopleNames(read, [
    row.started_by,
    ...log.map(line => line.by_user),
    ...steps.flatMap(step => step.people),
    ...explained.flatMap(entry => entry.people),
  ])
  const named = (people: readonly string[]): string[] => people.flatMap(each => person(each)?.name ?? [])
  const record = row.record_id === null ? undefined : { form: row.record_form!, id: row.record_id }
  return {
    id,
    process: { id: published.process, name: published.name, version: published.version },
    status: row.status,
    ...(pause ? { paused: { at: pause.at, reason: pause.reason } } : {}),
    record: record ? { ...record, title: (await titleOfRecord(read, record)) ?? '' } : null,
    startedBy: person(row.started_by),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    xml: xml[0]!.xml,
    elements: Object.fromEntries(
      Object.entries(elements).map(([key, value]) => [key, value.people ? { ...value, people: named(value.people) } : value]),
    ),
    steps: steps.map(step => ({ ...step, people: named(step.people) })),
    explain: explained.map(entry => ({ ...entry, people: named(entry.people) })),
    repairs: loaded.state.repairs.map(({ id: repair, element, problem, at, attempts = 0 }) => ({
      id: repair,
      element,
      name: nameOf(published, element),
      problem,
      at,
      attempts,
    })),
    log: log.reverse().map(line => ({
      at: line.at,
      element: line.element,
      name: nameOf(published, line.element),
      type: line.type,
      by: person(line.by_user),
      ...(line.detail === null ? {} : { detail: JSON.parse(line.detail) as Json }),
    })),
  }
}

interface Count {
  element: string
  type: string
  n: number | string
}
interface LogRow {
  element: string
  type: string
  at: string
  by_user: string | null
  detail: string | null
}

const nameOf = ({ graph }: PublishedProcess, element: string): string => graph.nodes[graph.nodeAt.get(element) ?? -1]?.name ?? ''

/** One state per element: what is there now goes before what was. */
function paint(counts: readonly Count[], state: State, explained: InstanceInfo['explain']): InstanceInfo['elements'] {
  const elements: InstanceInfo['elements'] = {}
  const past: Record<string, 'done' | 'cancelled' | 'taken'> = { cancelled: 'cancelled', taken: 'taken', completed: 'done' }
  for (const type of ['taken', 'cancelled', 'completed'])
    for (const row of counts.filter(each => each.type === type))
      elements[row.element] = { state: past[type]!, count: Number(row.n) }
  for (const [index, token] of state.tokens.entries()) {
    const { people, waits, since } = explained[index]!
    const known = elements[token.node]
    const already = known?.state === 'current' ? known.count : 0
    elements[token.node] = {
      state: waits === 'repair' || known?.state === 'repair' ? 'repair' : 'current',
      count: already + 1,
      waits,
      since,
      ...(people.length > 0 ? { people } : {}),
    }
  }
  return elements
}
