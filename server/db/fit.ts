import type { DataSource } from 'typeorm'
import { dialectOf, reader } from './transaction.js'

/** What was found out about the database that is to hold the data. */
export interface DatabaseFacts {
  /** As the server says it: "10.11.6-MariaDB-log", "8.0.36", "8.0.11-TiDB-v7.5.1"; undefined on SQLite. */
  version?: string
  /** innodb_flush_log_at_trx_commit; undefined where there is no such thing. */
  flush?: string
  /** SQLite's `synchronous`: 2 is FULL. */
  synchronous?: number
  /** Milliseconds by which the database's clock is ahead of ours. */
  ahead?: number
}

/** Why a database must not be used: `code` for machines that watch us, `sentence` for the operator. */
export interface Unfit {
  code: 'DATABASE_TOO_OLD' | 'DATABASE_NOT_DURABLE' | 'CLOCK_OFF'
  params: Record<string, string | number>
  sentence: string
}

/** Seconds. Leases, due times and the order of events of several servers count on clocks that agree. */
const mostAhead = 5
const oldest = { mariadb: [10, 6], mysql: [8, 0], tidb: [6, 1] } as const

/** Asked at the start, which it refuses, and by every look at /readyz, which it turns red. */
export function unfit({ version, flush, synchronous, ahead = 0 }: DatabaseFacts): Unfit | undefined {
  const server = version === undefined ? undefined : serverOf(version)
  if (server && older(server.version, oldest[server.kind]))
    return {
      code: 'DATABASE_TOO_OLD',
      params: { version: version!, least: oldest[server.kind].join('.') },
      sentence: `The database server is too old (${version}): ${server.name} ${oldest[server.kind].join('.')} or newer is needed.`,
    }
  if ((flush !== undefined && flush !== '1') || (synchronous !== undefined && synchronous < 2))
    return {
      code: 'DATABASE_NOT_DURABLE',
      params: { setting: flush === undefined ? 'synchronous' : 'innodb_flush_log_at_trx_commit', value: flush ?? synchronous! },
      sentence:
        flush === undefined
          ? `The database file would be written without waiting for the disk (synchronous = ${synchronous}): a power cut could take what was acknowledged.`
          : `The database server does not force commits to the disk (innodb_flush_log_at_trx_commit = ${flush}): a power cut could take what was acknowledged. Set it to 1.`,
    }
  if (Math.abs(ahead) > mostAhead * 1000) {
    const seconds = Math.round(Math.abs(ahead) / 1000)
    return {
      code: 'CLOCK_OFF',
      params: { seconds },
      sentence: `The clocks of this machine and of the database server differ by ${seconds} seconds: set both by NTP; at most ${mostAhead} are allowed.`,
    }
  }
  return undefined
}

/** Reads only. `now`: the machine's clock, not one that tests have moved. */
export async function databaseFacts(db: DataSource, now: () => number = Date.now): Promise<DatabaseFacts> {
  if (dialectOf(db).name === 'sqlite') {
    const [row] = await db.query<{ synchronous: number }[]>('PRAGMA synchronous')
    return { synchronous: row!.synchronous }
  }
  const read = reader(db)
  const asked = now()
  const [row] = await read.query<{ version: string; at: string }>('SELECT VERSION() AS version, UTC_TIMESTAMP(3) AS at')
  const heard = now()
  const flush = await read.query<{ Value: string }>("SHOW VARIABLES LIKE 'innodb_flush_log_at_trx_commit'")
  // somewhere between question and answer: what the way took is nobody's clock
  const at = Date.parse(`${row!.at.replace(' ', 'T')}Z`)
  const ahead = at < asked ? at - asked : at > heard ? at - heard : 0
  return { version: row!.version, ...(flush[0] ? { flush: flush[0].Value } : {}), ahead }
}

const names = { mariadb: 'MariaDB', mysql: 'MySQL', tidb: 'TiDB' }

function serverOf(version: string): { kind: keyof typeof oldest; name: string; version: number[] } {
  const tidb = /TiDB-v(\d+)\.(\d+)/i.exec(version)
  const kind = tidb ? 'tidb' : /mariadb/i.test(version) ? 'mariadb' : 'mysql'
  // old clients are told 5.5.5- before MariaDB's own number
  const own = tidb ?? /(\d+)\.(\d+)/.exec(version.replace(/^5\.5\.5-/, ''))
  return { kind, name: names[kind], version: own ? [Number(own[1]), Number(own[2])] : [] }
}

const older = (version: number[], least: readonly [number, number]): boolean =>
  version.length === 2 && (version[0]! < least[0] || (version[0] === least[0] && version[1]! < least[1]))
