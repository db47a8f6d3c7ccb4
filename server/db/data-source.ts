import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { DataSource, type DataSourceOptions } from 'typeorm'
import { inTurn } from './in-turn.js'
import { openPools } from './mariadb-pools.js'
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
        // a page that many commits touch is taken over into the file once: at 16 MB of log instead of 4
        connection.pragma('wal_autocheckpoint = 4000')
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

/**
 * Opens the database: isolated transactions on SQLite, two pools with READ COMMITTED on MariaDB and MySQL, migrations run. `check` looks at the
 * server before anything is written to it; `idleSeconds`: after so long MariaDB ends a transaction that does nothing.
 */
export async function openDatabase(
  options: DataSourceOptions,
  { idleSeconds = 10, check }: { idleSeconds?: number; check?: (db: DataSource) => Promise<void> } = {},
): Promise<DataSource> {
  const db = new DataSource(options)
  if (options.type === 'better-sqlite3') isolateTransactions(db)
  await db.initialize()
  if (options.type !== 'better-sqlite3') await openPools(db, idleSeconds)
  await check?.(db)
  await inTurn(db, () => db.runMigrations({ transaction: 'each' }))
  return db
}
