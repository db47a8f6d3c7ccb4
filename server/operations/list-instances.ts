import type { Reader } from '../db/transaction.js'
import { oneOf, selectIn } from '../db/write-rows.js'
import type { InstanceRow } from '../instances/load-state.js'
import { peopleNames } from '../instances/people-names.js'
import { titleOfRecord } from '../instances/record-title.js'
import { instancesWhere } from './filter.js'
import type { Filter, InstanceEntry, Part, Slice } from './operations.api.js'

/** The newest first; `after` is the id of the last one seen. */
export async function listInstances(read: Reader, filter: Filter, { after, limit }: Part): Promise<Slice<InstanceEntry>> {
  const { sql, with: values } = instancesWhere(filter, read.dialect)
  const statuses = filter.status ?? []
  const which = [sql]
  if (statuses.length > 0) which.push(`i.status ${oneOf(statuses.length)}`)
  if (after !== undefined) which.push('i.id < ?')
  const rows = await read.query<{ id: string }>(
    `SELECT i.id FROM instances i WHERE ${which.join(' AND ')} ORDER BY i.id DESC LIMIT ?`,
    [...values, ...statuses, ...(after === undefined ? [] : [after]), limit + 1],
  )
  const ids = rows.slice(0, limit).map(row => row.id)
  return { items: await instanceEntries(read, ids), next: rows.length > limit ? ids.at(-1)! : null }
}

interface EntryRow extends InstanceRow {
  name: string
  version: number
  repairs: number | string
}

/** In the order of `ids`; one that is gone is left out. */
export async function instanceEntries(read: Reader, ids: readonly string[]): Promise<InstanceEntry[]> {
  const rows = await selectIn<EntryRow>(
    read,
    list => `SELECT i.*, v.name, v.version, (SELECT COUNT(*) FROM repairs r WHERE r.instance_id = i.id) AS repairs
      FROM instances i JOIN process_versions v ON v.id = i.definition WHERE i.id ${list}`,
    ids,
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  const person = await peopleNames(
    read,
    rows.map(row => row.started_by),
  )
  return Promise.all(
    ids
      .flatMap(id => byId.get(id) ?? [])
      .map(async row => ({
        id: row.id,
        process: { id: row.process_id, name: row.name, version: Number(row.version) },
        status: row.status,
        record: await recordOf(read, row),
        startedBy: person(row.started_by),
        startedAt: row.started_at,
        endedAt: row.ended_at,
        repairs: Number(row.repairs),
      })),
  )
}

async function recordOf(read: Reader, row: EntryRow): Promise<InstanceEntry['record']> {
  if (row.record_id === null) return null
  const record = { form: row.record_form!, id: row.record_id }
  return { ...record, title: (await titleOfRecord(read, record)) ?? '' }
}
