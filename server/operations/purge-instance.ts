import { inTransaction, type Tx } from '../db/transaction.js'
import { deleteRows } from '../db/write-rows.js'
import type { Engine } from '../instances/engine.js'
import { instanceTables, type InstanceTables } from './instance-tables.js'

/** Rows of one table that one transaction deletes. */
const CHUNK = 500

/**
 * Deletes an ended instance with everything that is kept about it, in bounded transactions, the instance's own row last; cut off in between it can be
 * done again. `also` is committed with the last one. False: there is no such ended instance (any more), and `also` was not written.
 */
export async function purgeInstance(engine: Engine, id: string, also?: (tx: Tx) => Promise<void>): Promise<boolean> {
  const tables = await instanceTables(engine.db)
  for (;;) {
    const result = await inTransaction(engine.db, async tx => {
      const [row] = await tx.query<{ status: string }>('SELECT status FROM instances WHERE id = ?', [id])
      if (!row || row.status === 'running') return 'none'
      if (await deleteChunk(tx, id, tables)) return 'more'
      if ((await tx.run("DELETE FROM instances WHERE id = ? AND status <> 'running'", [id])) === 0) return 'none'
      await also?.(tx)
      return 'gone'
    })
    if (result !== 'more') return result === 'gone'
  }
}

/** A bounded number of rows from each table; whether there may be more. */
async function deleteChunk(tx: Tx, id: string, tables: InstanceTables): Promise<boolean> {
  const tasks = await tx.query<{ id: string }>('SELECT id FROM tasks WHERE instance_id = ? LIMIT ?', [id, CHUNK])
  const ids = tasks.map(task => task.id)
  for (const table of tables.task) await deleteRows(tx, table, 'task_id', ids)
  await deleteRows(tx, 'tasks', 'id', ids)
  // notices without a task are found by what caused them: an effect or a repair, whose id begins with the instance's
  const notices = await tx.run('DELETE FROM notifications WHERE source >= ? AND source < ? LIMIT ?', [`${id}.`, `${id}/`, CHUNK])
  const counts = [tasks.length, notices]
  for (const table of tables.instance)
    counts.push(await tx.run(`DELETE FROM ${table} WHERE instance_id = ? LIMIT ?`, [id, CHUNK]))
  return counts.some(count => count >= CHUNK)
}
