import type { InstancesOf } from '../records/record-info.js'

/** Running and ended processes about a record, newest first, for its page. */
export const instancesOfRecord: InstancesOf = async (read, form, record) => {
  const rows = await read.query<{ id: string; name: string; status: string; started_at: string }>(
    `SELECT i.id, v.name, i.status, i.started_at FROM instances i JOIN process_versions v ON v.id = i.definition
     WHERE i.record_id = ? AND i.record_form = ? ORDER BY i.id DESC LIMIT 50`,
    [record, form],
  )
  return rows.map(row => ({ id: row.id, process: row.name, status: row.status, startedAt: row.started_at }))
}
