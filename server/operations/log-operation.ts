import type { Json } from '#core/problem'
import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'

const columns = ['instance_id', 'rev', 'at', 'by_user', 'type', 'detail']

/** Who did what to a process or with a batch; in the same log as the commands on instances, under the id of the process or batch. */
export async function logOperation(tx: Tx, subject: string, at: string, by: string, type: string, detail?: Json): Promise<void> {
  const [last] = await tx.query<{ rev: number | null }>('SELECT MAX(rev) AS rev FROM command_log WHERE instance_id = ?', [
    subject,
  ])
  const text = detail === undefined ? null : JSON.stringify(detail)
  await insertRows(tx, 'command_log', columns, [[subject, Number(last?.rev ?? 0) + 1, at, by, type, text]])
}
