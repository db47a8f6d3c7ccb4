import type { Problem } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'
import { publishedProcess } from '../processes/published-process.js'
import { codeSql, repairsWhere } from './filter.js'
import type { Filter, Part, RepairEntry, RepairGroup, Slice } from './operations.api.js'

const FROM = "repairs r JOIN instances i ON i.id = r.instance_id AND i.status = 'running'"

/** By instance, the oldest first; `after` is `<instance>/<repair>` of the last one seen. */
export async function listRepairs(read: Reader, filter: Filter, { after, limit }: Part): Promise<Slice<RepairEntry>> {
  const { sql, with: values } = repairsWhere(filter, read.dialect)
  const [instance = '', repair = ''] = after?.split('/') ?? []
  const rows = await read.query<{ instance_id: string; id: string }>(
    `SELECT r.instance_id, r.id FROM ${FROM} WHERE (r.instance_id > ? OR (r.instance_id = ? AND r.id > ?)) AND ${sql}
     ORDER BY r.instance_id, r.id LIMIT ?`,
    [instance, instance, repair, ...values, limit + 1],
  )
  const seen = rows.slice(0, limit).map(row => ({ instance: row.instance_id, repair: row.id }))
  const last = rows.length > limit ? seen.at(-1) : undefined
  return { items: await repairEntries(read, seen), next: last ? `${last.instance}/${last.repair}` : null }
}

interface EntryRow {
  instance_id: string
  id: string
  element: string
  problem: string
  at: string
  attempts: number | null
  definition: string
  process_id: string
  name: string
  version: number
}

/** At most a page of them, in the order asked for; one that was mended meanwhile is left out. */
export async function repairEntries(
  read: Reader,
  wanted: readonly { instance: string; repair: string }[],
): Promise<RepairEntry[]> {
  if (wanted.length === 0) return []
  const instances = [...new Set(wanted.map(each => each.instance))]
  const rows = await read.query<EntryRow>(
    `SELECT r.instance_id, r.id, r.element, r.problem, r.at, r.attempts, i.definition, i.process_id, v.name, v.version
     FROM repairs r JOIN instances i ON i.id = r.instance_id JOIN process_versions v ON v.id = i.definition
     WHERE r.instance_id ${oneOf(instances.length)} AND r.id ${oneOf(wanted.length)}`,
    [...instances, ...wanted.map(each => each.repair)],
  )
  const entries = wanted.flatMap(
    ({ instance, repair }) => rows.find(row => row.instance_id === instance && row.id === repair) ?? [],
  )
  return Promise.all(
    entries.map(async row => ({
      instance: row.instance_id,
      repair: row.id,
      process: { id: row.process_id, name: row.name, version: Number(row.version) },
      element: row.element,
      elementName: await nameOf(read, row),
      problem: JSON.parse(row.problem) as Problem,
      at: row.at,
      attempts: Number(row.attempts ?? 0),
    })),
  )
}

async function nameOf(read: Reader, { definition, element }: EntryRow): Promise<string> {
  const { graph } = await publishedProcess(read, definition)
  return graph.nodes[graph.nodeAt.get(element) ?? -1]?.name ?? ''
}

/** Groups that one answer holds, the largest. */
const GROUPS = 200

/** What stands still for the same reason at the same place. */
export async function groupRepairs(read: Reader, filter: Filter): Promise<RepairGroup[]> {
  const { sql, with: values } = repairsWhere(filter, read.dialect)
  const code = codeSql(read.dialect)
  const rows = await read.query<{
    process_id: string
    name: string
    element: string
    code: string
    n: number | string
    oldest: string
    newest: string
  }>(
    `SELECT i.process_id, p.name, r.element, ${code} AS code, COUNT(*) AS n, MIN(r.at) AS oldest, MAX(r.at) AS newest
     FROM ${FROM} JOIN processes p ON p.id = i.process_id WHERE ${sql}
     GROUP BY i.process_id, p.name, r.element, ${code} ORDER BY n DESC, i.process_id, r.element LIMIT ${GROUPS}`,
    values,
  )
  return rows.map(row => ({
    process: { id: row.process_id, name: row.name },
    element: row.element,
    code: row.code,
    count: Number(row.n),
    oldest: row.oldest,
    newest: row.newest,
  }))
}
