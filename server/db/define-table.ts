import type { QueryRunner } from 'typeorm'
import type { Dialect } from './dialect.js'
import { dialectOf } from './transaction.js'

type ColumnSpec = { type: keyof Dialect['types']; null?: true; default?: string | number }
/** Columns as `name: 'type'` or `name: 'type?'` for one that may be null. */
type Columns = Record<string, keyof Dialect['types'] | `${keyof Dialect['types']}?` | ColumnSpec>

export interface TableSpec {
  columns: Columns
  primary: string[]
  unique?: Record<string, string[]>
  index?: Record<string, string[]>
}

/** Creates one of the product's own tables on either database; does nothing when it is there (a migration may be run again after a crash). */
export async function defineTable(runner: QueryRunner, table: string, spec: TableSpec): Promise<void> {
  const dialect = dialectOf(runner.connection)
  const q = dialect.quote
  const list = (names: string[]): string => names.map(q).join(', ')
  const lines = Object.entries(spec.columns).map(([name, given]) => `${q(name)} ${columnSql(dialect, given)}`)
  lines.push(`PRIMARY KEY (${list(spec.primary)})`)
  const tail = dialect.name === 'sqlite' ? ' WITHOUT ROWID' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin'
  await runner.query(`CREATE TABLE IF NOT EXISTS ${q(table)} (${lines.join(', ')})${tail}`)
  for (const [name, columns] of Object.entries(spec.unique ?? {})) await makeIndex(runner, 'UNIQUE INDEX', name, table, columns)
  for (const [name, columns] of Object.entries(spec.index ?? {})) await makeIndex(runner, 'INDEX', name, table, columns)
}

/** `CREATE INDEX IF NOT EXISTS` for databases that know it and for MySQL, which does not. */
export async function makeIndex(
  runner: Pick<QueryRunner, 'query' | 'connection'>,
  kind: string,
  name: string,
  table: string,
  columns: string[],
): Promise<void> {
  const dialect = dialectOf(runner.connection)
  const q = dialect.quote
  const sql = `${q(name)} ON ${q(table)} (${columns.map(q).join(', ')})`
  if (dialect.name === 'sqlite') {
    await runner.query(`CREATE ${kind} IF NOT EXISTS ${sql}`)
    return
  }
  if (!(await hasIndex(runner, name, table))) await runner.query(`CREATE ${kind} ${sql}`)
}

/** Adds a column to a table of ours; does nothing when it is there. One that may not be null needs a default. */
export async function addColumn(
  runner: Pick<QueryRunner, 'query' | 'connection'>,
  table: string,
  column: string,
  spec: Columns[string],
): Promise<void> {
  const dialect = dialectOf(runner.connection)
  const q = dialect.quote
  if (!(await hasColumn(runner, table, column)))
    await runner.query(`ALTER TABLE ${q(table)} ADD COLUMN ${q(column)} ${columnSql(dialect, spec)}`)
}

export async function dropColumn(
  runner: Pick<QueryRunner, 'query' | 'connection'>,
  table: string,
  column: string,
): Promise<void> {
  const { quote: q } = dialectOf(runner.connection)
  if (await hasColumn(runner, table, column)) await runner.query(`ALTER TABLE ${q(table)} DROP COLUMN ${q(column)}`)
}

async function hasColumn(runner: Pick<QueryRunner, 'query' | 'connection'>, table: string, column: string): Promise<boolean> {
  const { name, quote: q } = dialectOf(runner.connection)
  const known: { name: string }[] =
    name === 'sqlite'
      ? await runner.query(`PRAGMA table_info(${q(table)})`)
      : await runner.query(
          'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
          [table],
        )
  return known.some(each => each.name === column)
}

/** Drops an index of ours; does nothing when it is gone. */
export async function dropIndex(runner: Pick<QueryRunner, 'query' | 'connection'>, name: string, table: string): Promise<void> {
  const dialect = dialectOf(runner.connection)
  const q = dialect.quote
  if (dialect.name === 'sqlite') await runner.query(`DROP INDEX IF EXISTS ${q(name)}`)
  else if (await hasIndex(runner, name, table)) await runner.query(`DROP INDEX ${q(name)} ON ${q(table)}`)
}

async function hasIndex(runner: Pick<QueryRunner, 'query'>, name: string, table: string): Promise<boolean> {
  const there: unknown[] = await runner.query(
    'SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? LIMIT 1',
    [table, name],
  )
  return there.length > 0
}

function columnSql(dialect: Dialect, given: Columns[string]): string {
  if (typeof given === 'object') {
    const fallback =
      given.default === undefined ? '' : ` DEFAULT ${typeof given.default === 'number' ? given.default : `'${given.default}'`}`
    return `${dialect.types[given.type]}${given.null ? '' : ' NOT NULL'}${fallback}`
  }
  const optional = given.endsWith('?')
  const type = (optional ? given.slice(0, -1) : given) as keyof Dialect['types']
  return `${dialect.types[type]}${optional ? '' : ' NOT NULL'}`
}
