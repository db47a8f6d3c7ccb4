import type { Reader } from '../db/transaction.js'
import type { Finding } from '#core/process/read-definition'
import { houseOf } from './house.js'
import { judgeDiagram } from './judge-diagram.js'
import type { ProcessRecord } from './process.entity.js'
import type { ProcessDraft, ProcessVersion } from './processes.api.js'

/** A process as its designer sees it, with what is wrong with the draft `now` (UTC ISO). */
export async function processDraft(read: Reader, row: ProcessRecord, now: string): Promise<ProcessDraft> {
  const [published] = await read.query<{ xml: string; name: string }>(
    'SELECT xml, name FROM process_versions WHERE process_id = ? AND version = ?',
    [row.id, row.version],
  )
  const { problems } = await judgeDiagram(row.draft_xml, await houseOf(read, row.app_id, now))
  return {
    id: row.id,
    app: row.app_id,
    key: row.process_key,
    name: row.name,
    revision: row.revision,
    xml: row.draft_xml,
    version: row.version,
    publishedAt: row.published_at,
    changed: !published || published.xml !== row.draft_xml || published.name !== row.name,
    problems,
  }
}

/** A file that cannot be read as BPMN at all is not kept; one that merely cannot run is, with its problems. */
export const unreadable = (problems: readonly Finding[]): Finding[] => problems.filter(each => each.code.startsWith('BPMN_'))

export async function versionsOf(read: Reader, process: string): Promise<ProcessVersion[]> {
  const rows = await read.query<{
    version: number
    published_at: string
    published_by: string
    name: string | null
    running: number | string
  }>(
    `SELECT v.version, v.published_at, v.published_by, u.name,
       (SELECT COUNT(*) FROM instances i WHERE i.definition = v.id AND i.process_id = v.process_id AND i.status = 'running') AS running
     FROM process_versions v LEFT JOIN users u ON u.id = v.published_by WHERE v.process_id = ? ORDER BY v.version DESC`,
    [process],
  )
  return rows.map(row => ({
    version: row.version,
    at: row.published_at,
    by: { id: row.published_by, name: row.name ?? '' },
    running: Number(row.running),
  }))
}
