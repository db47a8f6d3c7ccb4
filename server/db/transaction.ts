import type { Database } from 'better-sqlite3'
import type { DataSource, QueryRunner } from 'typeorm'
import { mariadb, sqlite, type Dialect } from './dialect.js'
import { connectionLost } from './lost.js'
import { poolsOf } from './mariadb-pools.js'
import { mariadbReader, onMariadb } from './mariadb-tx.js'
import { isolationOf } from './sqlite-isolation.js'
import { sqliteReader } from './sqlite-reader.js'
import { SqliteTx } from './sqlite-tx.js'

/** A statement that reads, and what is bound to it. */
export type Query = readonly [sql: string, parameters: unknown[]]

/** Reads: committed rows only. `?` placeholders on both databases. */
export interface Reader {
  dialect: Dialect
  query<T = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>
  /** Several reads that do not wait for each other: with one packet on MariaDB, of one moment and with one look at the log on SQLite. */
  queries(asked: readonly Query[]): Promise<unknown[][]>
}

/** One transaction, handed on as the first argument (house rule 4). */
export interface Tx extends Reader {
  /** A write; answers how many rows it touched (matched rows on MariaDB, so a compare-and-set can be judged). */
  run(sql: string, parameters?: unknown[]): Promise<number>
  /** A write that nobody asks for its outcome. It may travel with the next statement, and what is wrong with it is thrown there. */
  later(sql: string, parameters?: unknown[]): Promise<void>
  /** Runs after the commit, never after a roll-back: waking workers, telling browsers. Must not throw. */
  afterCommit(tell: () => void): void
}

export const dialectOf = (db: DataSource): Dialect => (db.options.type === 'better-sqlite3' ? sqlite : mariadb)

/**
 * Runs `work` in one transaction; on SQLite it may share its commit with others that wait at the same time (group-commit.ts). On a deadlock, lock
 * timeout or write conflict, and when the connection is lost before COMMIT was sent, the whole work runs again, so it must only write to the
 * database; what depends on the outcome goes into `tx.afterCommit`. No network and no expressions inside (house: decide outside, write inside).
 * Throws CommitUnknown (lost.ts) when the connection was lost during COMMIT.
 */
export async function inTransaction<T>(db: DataSource, work: (tx: Tx) => Promise<T>, attempts = 6): Promise<T> {
  const group = isolationOf(db)?.group
  const pools = poolsOf(db)
  for (let attempt = 1; ; attempt++) {
    try {
      return await (group ? group.run(work) : pools ? onMariadb(pools.writing, work) : onRunner(db, work))
    } catch (error) {
      if (attempt >= attempts || !(dialectOf(db).transient(error) || connectionLost(error))) throw error
      await new Promise(wake => setTimeout(wake, Math.random() * 20 * 2 ** attempt))
    }
  }
}

/** Reads outside a transaction. */
export function reader(db: DataSource): Reader {
  const dialect = dialectOf(db)
  const isolation = isolationOf(db)
  const pools = poolsOf(db)
  if (pools) return mariadbReader(pools)
  return isolation ? sqliteReader(isolation) : oneByOne(dialect, (sql, parameters = []) => db.query(sql, parameters))
}

const oneByOne = (dialect: Dialect, query: Reader['query']): Reader => ({
  dialect,
  query,
  queries: asked => Promise.all(asked.map(([sql, parameters]) => query(sql, parameters))),
})

async function onRunner<T>(db: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> {
  const runner = db.createQueryRunner()
  const told: (() => void)[] = []
  try {
    await runner.startTransaction()
    const result = await work(await txOn(db, runner, told))
    await runner.commitTransaction()
    for (const tell of told) tell()
    return result
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined)
    throw error
  } finally {
    await runner.release()
  }
}

async function txOn(db: DataSource, runner: QueryRunner, told: (() => void)[]): Promise<Tx> {
  const dialect = dialectOf(db)
  if (dialect === sqlite) return new SqliteTx((await runner.connect()) as Database, told)
  const run: Tx['run'] = async (sql, parameters = []) =>
    ((await runner.query(sql, parameters)) as { affectedRows: number }).affectedRows
  return {
    ...oneByOne(dialect, (sql, parameters = []) => runner.query(sql, parameters)),
    afterCommit: tell => void told.push(tell),
    run,
    later: async (sql, parameters) => void (await run(sql, parameters)),
  }
}
