import type { Reader, Tx } from './transaction.js'

/**
 * Inserts rows by the statement shape that suits the database: MariaDB pays per round trip, so many rows go in one statement; SQLite pays per
 * prepared statement, so rows go in a few fixed group sizes that stay prepared.
 */
export async function insertRows(tx: Tx, table: string, columns: readonly string[], rows: readonly unknown[][]): Promise<void> {
  for (const group of groups(tx, rows))
    await tx.later(insertSql(table, columns, group.length), group.length === 1 ? group[0]! : group.flat())
}

/** The same string object each time: the cache of prepared statements then need not hash a long new text. */
function insertSql(table: string, columns: readonly string[], count: number): string {
  let tables = inserts.get(columns)
  if (!tables) inserts.set(columns, (tables = new Map()))
  let known = tables.get(table)
  if (!known) tables.set(table, (known = []))
  return (known[count] ??= insertText(table, columns, count))
}

function insertText(table: string, columns: readonly string[], count: number): string {
  const one = `(${columns.map(() => '?').join(',')})`
  return `INSERT INTO ${table} (${columns.join(',')}) VALUES ${Array.from({ length: count }, () => one).join(',')}`
}

/** By list of columns (a constant beside each caller), table and number of rows. */
const inserts = new WeakMap<readonly string[], Map<string, string[]>>()

/** Deletes the rows of `table` whose `column` is one of `values`; `where` narrows further and holds its own `?`. Answers how many went. */
export async function deleteRows(
  tx: Tx,
  table: string,
  column: string,
  values: readonly string[],
  where?: { sql: string; with: unknown[] },
): Promise<number> {
  let gone = 0
  for (const group of groups(tx, values)) gone += await tx.run(...deletion(table, column, group, where))
  return gone
}

/** The same where nobody asks how many: it may travel with the next statement. */
export async function dropRows(
  tx: Tx,
  table: string,
  column: string,
  values: readonly string[],
  where?: { sql: string; with: unknown[] },
): Promise<void> {
  for (const group of groups(tx, values)) await tx.later(...deletion(table, column, group, where))
}

const deletion = (
  table: string,
  column: string,
  group: readonly string[],
  where?: { sql: string; with: unknown[] },
): [string, unknown[]] => [
  `DELETE FROM ${table} WHERE ${where ? `${where.sql} AND ` : ''}${column} ${oneOf(group.length)}`,
  [...(where?.with ?? []), ...group],
]

/** `= ?` or `IN (?, ?, …)`. */
export const oneOf = (count: number): string =>
  count === 1 ? '= ?' : `IN (${Array.from({ length: count }, () => '?').join(',')})`

/** Rows of a list of ids in bounded groups, so that no statement grows without limit. `first`: parameters before the list's. */
export async function selectIn<T>(
  read: Reader,
  sql: (list: string) => string,
  ids: readonly string[],
  first: readonly unknown[] = [],
): Promise<T[]> {
  const found: T[] = []
  for (let i = 0; i < ids.length; i += 200) {
    const group = ids.slice(i, i + 200)
    found.push(...(await read.query<T>(sql(oneOf(group.length)), [...first, ...group])))
  }
  return found
}

function* groups<T>(tx: Tx, rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length;) {
    const left = rows.length - i
    const size = tx.dialect.name === 'mariadb' ? Math.min(left, 200) : left >= 32 ? 32 : left >= 8 ? 8 : left >= 2 ? 2 : 1
    yield rows.slice(i, i + size)
    i += size
  }
}
