import type { Database, Statement } from 'better-sqlite3'

const caches = new WeakMap<Database, Map<string, Statement>>()
const most = 300

/** The prepared statement of a text on a SQLite connection; the oldest goes when there are too many. */
export function prepared(connection: Database, sql: string): Statement {
  let statements = caches.get(connection)
  if (!statements) caches.set(connection, (statements = new Map()))
  let statement = statements.get(sql)
  if (!statement) {
    statement = connection.prepare(sql)
    statements.set(sql, statement)
    if (statements.size > most) statements.delete(statements.keys().next().value!)
  }
  return statement
}
