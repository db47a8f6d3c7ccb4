import type { DataSource } from 'typeorm'
import { reader, type Reader } from '../db/transaction.js'

/** Tables whose rows belong to one instance, and tables whose rows belong to one of its tasks. */
export interface InstanceTables {
  instance: readonly string[]
  task: readonly string[]
}

const known = new WeakMap<DataSource, Promise<InstanceTables>>()

/**
 * A column `instance_id` (`task_id`) says that a row goes with that instance (task), whichever feature made the table: read from the schema once, so that
 * a new table of an instance cannot be forgotten where instances are deleted.
 */
export function instanceTables(db: DataSource): Promise<InstanceTables> {
  let found = known.get(db)
  if (!found) {
    found = read(reader(db))
    found.catch(() => known.delete(db))
    known.set(db, found)
  }
  return found
}

async function read(from: Reader): Promise<InstanceTables> {
  const sql =
    from.dialect.name === 'sqlite'
      ? "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = ? ORDER BY m.name"
      : 'SELECT table_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = ? ORDER BY table_name'
  const withColumn = async (column: string): Promise<string[]> =>
    (await from.query<{ name: string }>(sql, [column])).map(row => row.name)
  const [instance, task] = await Promise.all([withColumn('instance_id'), withColumn('task_id')])
  // tasks go after what belongs to them
  return { instance: instance.filter(name => name !== 'tasks'), task }
}
