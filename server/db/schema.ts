import type { DataSource } from 'typeorm'
import { dialectOf } from './transaction.js'

/** Names of a table's columns as the database has them now; empty when there is no such table. */
export async function columnsOf(db: DataSource, table: string): Promise<Set<string>> {
  const rows: { name: string }[] =
    dialectOf(db).name === 'sqlite'
      ? await db.query('SELECT name FROM pragma_table_info(?)', [table])
      : await db.query(
          'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
          [table],
        )
  return new Set(rows.map(row => row.name))
}

/** Is there an index of this name on the table? */
export async function hasIndex(db: DataSource, table: string, index: string): Promise<boolean> {
  const rows: unknown[] =
    dialectOf(db).name === 'sqlite'
      ? await db.query("SELECT 1 FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name = ?", [table, index])
      : await db.query(
          'SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? LIMIT 1',
          [table, index],
        )
  return rows.length > 0
}
