import type { State } from '#core/process/state'
import type { Json } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { pauseOf } from '../processes/pause.js'
import { graphsOf, type PublishedProcess } from '../processes/published-process.js'
import { explain } from './explain.js'
import type { InstanceInfo } from './instances.api.js'
import { loadState, type InstanceRow } from './load-state.js'
import { withAround, type Parts } from './parts.js'
import { peopleNames } from './people-names.js'
import { progressOf } from './progress.js'
import { titleOfRecord } from './record-title.js'

/** Lines of history that one answer holds; the newest. */
const LOG = 300

/** Everything that the page of an instance shows; undefined when there is none. Who may see it is the caller's to decide. */
export async function instanceInfo(read: Reader, id: string): Promise<InstanceInfo | undefined> {
  const [row] = await read.query<InstanceRow>('SELECT * FROM instances WHERE id = ?', [id])
  const loaded = row && (await loadState(read, id, () => shownParts(read, id)))
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
  const standing = await read.query<Standing>('SELECT node, COUNT(*) AS n FROM tokens WHERE instance_id = ? GROUP BY node', [id])
  const elements = paint(counts, loaded.state, explained, standing)
  const more = standing.reduce((all, { n }) => all + Number(n), 0) - loaded.state.tokens.length
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
    ...(more > 0 ? { more } : {}),
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

interface Standing {
  node: string
  n: number | string
}

/** Children of loops that are told one by one; those with a repair go first. */
const SHOWN = 100
async function shownParts(read: Reader, id: string): Promise<Parts> {
  const parts = await read.query<{ part: string }>(
    `SELECT part, MAX(CASE WHEN waits = 'repair' THEN 1 ELSE 0 END) AS stuck FROM tokens
     WHERE instance_id = ? AND part <> '' GROUP BY part ORDER BY stuck DESC, part LIMIT ${SHOWN}`,
    [id],
  )
  return withAround(parts.map(each => each.part))
}

/** One state per element: what is there now goes before what was. `standing`: how many tokens are on each, also those that are not told one by one. */
function paint(
  counts: readonly Count[],
  state: State,
  explained: InstanceInfo['explain'],
  standing: readonly Standing[],
): InstanceInfo['elements'] {
  const elements: InstanceInfo['elements'] = {}
  const past: Record<string, 'done' | 'cancelled' | 'taken'> = { cancelled: 'cancelled', taken: 'taken', completed: 'done' }
  for (const type of ['taken', 'cancelled', 'completed'])
    for (const row of counts.filter(each => each.type === type))
      elements[row.element] = { state: past[type]!, count: Number(row.n) }
  const tokensOn = new Map(standing.map(({ node, n }) => [node, Number(n)]))
  for (const [index, token] of state.tokens.entries()) {
    const { people, waits, since } = explained[index]!
    const known = elements[token.node]
    elements[token.node] = {
      state: waits === 'repair' || known?.state === 'repair' ? 'repair' : 'current',
      count: tokensOn.get(token.node) ?? 1,
      waits,
      since,
      ...(people.length > 0 ? { people } : {}),
    }
  }
  return elements
}
