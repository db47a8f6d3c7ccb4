import { problem, type Problem } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { definitionOf, type InstanceRow } from '../instances/load-state.js'
import { definitionIn, publishedProcess } from '../processes/published-process.js'

/** The definition that an instance would go on with: the same process of the file, in another version. NO_SUCH_INSTANCE, NO_SUCH_VERSION. */
export async function migrationOf(
  read: Reader,
  instance: string,
  version: number,
): Promise<{ to: string } | { problem: Problem }> {
  const [row] = await read.query<InstanceRow>('SELECT * FROM instances WHERE id = ?', [instance])
  if (!row) return { problem: problem('NO_SUCH_INSTANCE', instance) }
  const sql = 'SELECT id FROM process_versions WHERE process_id = ? AND version = ?'
  const [found] = await read.query<{ id: string }>(sql, [row.process_id, version])
  if (!found) return { problem: problem('NO_SUCH_VERSION', undefined, { version }) }
  if (Number(row.pool) === 0) return { to: found.id }
  const [own, other] = await Promise.all([publishedProcess(read, definitionOf(row)), publishedProcess(read, found.id)])
  const mate = other.file.find(graph => graph.process === own.graph.process)
  return mate ? { to: definitionIn(found.id, other.file, mate) } : { problem: problem('NO_SUCH_VERSION', undefined, { version }) }
}
