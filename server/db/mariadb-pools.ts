import { createPool, type Pool, type PoolConnection, type PoolOptions } from 'mysql2'
import type { DataSource } from 'typeorm'

/** The ORM's pool, on which is read, and one of our own for transactions, whose connections take several statements at once (mariadb-tx.ts). */
export interface Pools {
  reading: Pool
  writing: Pool
}

const known = new WeakMap<DataSource, Pools>()

/** Undefined on SQLite, and on a DataSource that `openDatabase` did not open. */
export const poolsOf = (db: DataSource): Pools | undefined => known.get(db)

/** Opens the second pool beside the ORM's, with the same settings, and gives every connection of both its session. Both close with the DataSource. */
export async function openPools(db: DataSource, idleSeconds: number): Promise<void> {
  const driver = db.driver as unknown as {
    pool: Pool
    options: PoolOptions & { extra: PoolOptions }
    disconnect(): Promise<void>
  }
  const { socketPath, host, port, username, password, database, charset, timezone, dateStrings, supportBigNumbers } =
    driver.options as unknown as PoolOptions & { username: string }
  const writing = createPool({
    ...(socketPath ? { socketPath } : { host, port }),
    user: username,
    ...{ password, database, charset, timezone, dateStrings, supportBigNumbers },
    connectTimeout: driver.options.connectTimeout,
    connectionLimit: driver.options.extra.connectionLimit,
    flags: [...((driver.options.extra.flags as string[]) ?? []), 'MULTI_STATEMENTS'],
    // a value that is no plain one is written as text, never as SQL of its own
    stringifyObjects: true,
  })
  for (const pool of [driver.pool, writing]) pool.on('connection', connection => begin(connection, idleSeconds))
  known.set(db, { reading: driver.pool, writing })
  // the ORM opened one connection to try the server: it has no session of ours yet
  await new Promise<void>((done, fail) =>
    driver.pool.getConnection((error: unknown, connection: PoolConnection) => {
      if (error) return fail(error as Error)
      begin(connection, idleSeconds)
      connection.release()
      done()
    }),
  )
  const disconnect = driver.disconnect.bind(driver)
  driver.disconnect = async () => {
    known.delete(db)
    await new Promise<void>(done => writing.end(() => done()))
    await disconnect()
  }
}

/**
 * READ COMMITTED and strict values. A transaction whose server stands still (SIGSTOP, a swapping machine) must not keep its row locks: MariaDB ends it
 * after `idleSeconds`; MySQL and TiDB do not know the variable and take the rest as a comment. Those who wait for a lock wait no longer than that.
 */
function begin(connection: PoolConnection, idleSeconds: number): void {
  const statements = [
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    `SET SESSION innodb_lock_wait_timeout = ${idleSeconds + 5} /*M!100300 , idle_transaction_timeout = ${idleSeconds} */`,
  ]
  // queued before whatever the borrower asks; a connection that cannot be prepared is used by nobody
  for (const sql of statements) connection.query(sql, error => error && connection.destroy())
}
