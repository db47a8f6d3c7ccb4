import type { Tx } from '../db/transaction.js'
import { writeNotices } from '../outbox/notify.js'
import { adminIds } from '../people/roles.js'
import type { Engine } from './engine.js'
import type { Planned } from './plan-command.js'
import { titleOfRecord } from './record-title.js'

/**
 * Administrators are told that an instance stands still: one notice per instance, opened again when something new goes wrong after it was read, and
 * read by itself when nothing is left to mend.
 */
export async function noteRepairs(tx: Tx, engine: Engine, { advanced, command, published }: Planned): Promise<void> {
  const { state, delta } = advanced
  const { id, record } = state.instance
  const source = `${id}.repair`
  const [last] = delta.repairs.insert.slice(-1)
  if (!last) return delta.repairs.remove.length > 0 ? closeNotice(tx, id, source, command.at) : undefined
  const to = await adminIds(tx)
  const title = (record && (await titleOfRecord(tx, record))) || published.name
  const body = published.graph.nodes[published.graph.nodeAt.get(last.element) ?? -1]?.name || last.element
  const again = 'UPDATE notifications SET at = ?, title = ?, body = ?, read_at = NULL WHERE source = ? AND read_at IS NOT NULL'
  await tx.run(again, [command.at, title, body, source])
  const notice = { code: 'REPAIR_NEW' as const, source, to, at: command.at, title, body, ...(record ? { record } : {}) }
  await writeNotices(tx, [notice], true)
  tx.afterCommit(() => engine.live.publish(to, { kind: 'notification' }))
}

async function closeNotice(tx: Tx, instance: string, source: string, at: string): Promise<void> {
  const left = await tx.query('SELECT id FROM repairs WHERE instance_id = ? LIMIT 1', [instance])
  if (left.length === 0) await tx.run('UPDATE notifications SET read_at = ? WHERE source = ? AND read_at IS NULL', [at, source])
}
