import type { Database, Statement } from 'better-sqlite3'
import type { DataSource, QueryRunner } from 'typeorm'
import { mariadb, sqlite, type Dialect } from './dialect.js'

/** Reads: committed rows only. `?` placeholders on both databases. */
export interface Reader {
  dialect: Dialect
  query<T = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>
}

/** One transaction, handed on as the first argument (house rule 4). */
export interface Tx extends Reader {
  /** A write; answers how many rows it touched (matched rows on MariaDB, so a compare-and-set can be judged). */
  run(sql: string, parameters?: unknown[]): Promise<number>
  /** Runs after the commit, never after a roll-back: waking workers, telling browsers. Must not throw. */
  afterCommit(tell: () => void): void
}

export const dialectOf = (db: DataSource): Dialect => (db.options.type === 'better-sqlite3' ? sqlite : mariadb)

/**
 * Runs `work` in one transaction. On a deadlock, lock timeout or write conflict the whole work runs again, so it must only write to the
 * database; what depends on the outcome goes into `tx.afterCommit`. No network and no expressions inside (house: decide outside, write inside).
 */
export async function inTransaction<T>(db: DataSource, work: (tx: Tx) => Promise<T>, attempts = 6): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const runner = db.createQueryRunner()
    const told: (() => void)[] = []
    try {
      await runner.startTransaction()
      const result = await work(await transactionOn(db, runner, told))
      await runner.commitTransaction()
      for (const tell of told) tell()
      return result
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined)
      if (attempt >= attempts || !dialectOf(db).transient(error)) throw error
      await new Promise(wake => setTimeout(wake, Math.random() * 20 * 2 ** attempt))
    } finally {
      await runner.release()
    }
  }
}

/** Reads outside a transaction, on the reading connection; on SQLite straight on the driver, like a transaction's. */
export function reader(db: DataSource): Reader {
  const dialect = dialectOf(db)
  if (dialect.name === 'mariadb') return { dialect, query: (sql, parameters = []) => db.query(sql, parameters) }
  const { databaseConnection } = db.driver as unknown as { databaseConnection: Database }
  const prepared = statementsOf(databaseConnection)
  return { dialect, query: async <T>(sql: string, parameters: unknown[] = []) => prepared(sql).all(...parameters) as T[] }
}

async function transactionOn(db: DataSource, runner: QueryRunner, told: (() => void)[]): Promise<Tx> {
  const dialect = dialectOf(db)
  const afterCommit = (tell: () => void): void => void told.push(tell)
  if (dialect.name === 'mariadb') {
    return {
      dialect,
      afterCommit,
      query: (sql, parameters = []) => runner.query(sql, parameters),
      run: async (sql, parameters = []) => ((await runner.query(sql, parameters)) as { affectedRows: number }).affectedRows,
    }
  }
  // straight to the driver: the ORM's path costs twice as much per statement
  const connection = (await runner.connect()) as Database
  const prepared = statementsOf(connection)
  return {
    dialect,
    afterCommit,
    query: async <T>(sql: string, parameters: unknown[] = []) => prepared(sql).all(...parameters) as T[],
    run: async (sql, parameters = []) => prepared(sql).run(...parameters).changes,
  }
}

const caches = new WeakMap<Database, Map<string, Statement>>()

/** Prepared statements per connection; the oldest goes when there are too many. */
function statementsOf(connection: Database): (sql: string) => Statement {
  let cache = caches.get(connection)
  if (!cache) caches.set(connection, (cache = new Map()))
  const statements = cache
  return sql => {
    let statement = statements.get(sql)
    if (!statement) {
      statement = connection.prepare(sql)
      statements.set(sql, statement)
      if (statements.size > 300) statements.delete(statements.keys().next().value!)
    }
    return statement
  }
}
