import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Pool, PoolConnection } from 'mysql2'
import { DataSource, type DataSourceOptions } from 'typeorm'
import { migrations } from './migrations/index.js'
import { isolateTransactions } from './sqlite-isolation.js'

/** Where the data is: `url` (mysql:// or mariadb://; `?socketPath=` for a local socket), else a SQLite file in `folder`. */
export interface DatabasePlace {
  url?: string
  folder: string
}

/** Options for @nestjs/typeorm and for tools that run without Nest. */
export function dataSourceOptions(place: DatabasePlace): DataSourceOptions {
  const shared = {
    migrations,
    migrationsTableName: 'schema_migrations',
    synchronize: false,
    logging: false as const,
    entities: [],
  }
  if (!place.url) {
    mkdirSync(place.folder, { recursive: true })
    return {
      ...shared,
      type: 'better-sqlite3',
      database: join(place.folder, 'formloom.db'),
      enableWAL: true,
      // FULL: an acknowledged write survives a power cut (WAL with NORMAL does not). The busy wait is for other processes, ours queue.
      prepareDatabase: (connection: Database) => {
        connection.pragma('synchronous = FULL')
        connection.pragma('busy_timeout = 5000')
        connection.pragma('cache_size = -16000')
      },
    }
  }
  const url = new URL(place.url)
  const socketPath = url.searchParams.get('socketPath') ?? undefined
  return {
    ...shared,
    type: 'mariadb',
    ...(socketPath ? { socketPath } : { host: url.hostname, port: Number(url.port || 3306) }),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    connectTimeout: 5_000,
    // affectedRows counts matched rows, so that a compare-and-set that writes equal values is not taken for lost
    extra: { connectionLimit: 16, flags: ['FOUND_ROWS'] },
  }
}

/** Opens the database: isolated transactions on SQLite, READ COMMITTED on MariaDB and MySQL, migrations run. */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const db = new DataSource(options)
  if (options.type === 'better-sqlite3') isolateTransactions(db)
  await db.initialize()
  if (options.type !== 'better-sqlite3') await readCommitted((db.driver as unknown as { pool: Pool }).pool)
  await db.runMigrations({ transaction: 'each' })
  return db
}

/** Every connection of the pool, also the one that the ORM opened to try the server. */
async function readCommitted(pool: Pool): Promise<void> {
  const statements = [
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
  ]
  pool.on('connection', connection => statements.forEach(sql => connection.query(sql)))
  await new Promise<void>((done, fail) =>
    pool.getConnection((error: unknown, connection: PoolConnection) => {
      if (error) return fail(error as Error)
      connection.query(statements[0]!, () =>
        connection.query(statements[1]!, () => {
          connection.release()
          done()
        }),
      )
    }),
  )
}
