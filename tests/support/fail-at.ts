import type { Pool, PoolConnection, QueryError } from 'mysql2'
import type { DataSource } from 'typeorm'
import { poolsOf } from '../../server/db/mariadb-pools.js'

/** Stands between one transaction and the database: sees its statements, COMMIT among them. What it throws is thrown instead of being done, or of being answered. */
export interface Line {
  before(sql: string): void
  after?(sql: string): void
}

const writes = /^\s*(INSERT|UPDATE|DELETE)/gim
export const writesIn = (sql: string): number => sql.match(writes)?.length ?? 0

/** The n-th write of the next transactions throws instead of being done. Answers how to undo it. */
export function failAt(db: DataSource, n: number): () => void {
  let seen = 0
  return standBetween(db, () => ({
    before(sql) {
      const before = seen
      seen += writesIn(sql)
      if (before < n && seen >= n) throw new Error('pulled the plug')
    },
  }))
}

/** Both databases' own drivers are cut, below our code; each transaction gets a line of its own. Answers how to undo it. */
export function standBetween(db: DataSource, begin: () => Line): () => void {
  const pools = poolsOf(db)
  return pools ? onMariadb(pools.writing, begin) : onSqlite(db, begin)
}

/** Statements travel together: a packet leaves whole, or not at all. */
function onMariadb(pool: Pool, begin: () => Line): () => void {
  const { getConnection } = pool
  pool.getConnection = callback =>
    getConnection.call(pool, (error, connection) => callback(error, error ? connection : through(connection, begin())))
  return () => {
    pool.getConnection = getConnection
  }
}

type Done = (error: QueryError | null, result?: unknown) => void
const through = (connection: PoolConnection, line: Line): PoolConnection =>
  new Proxy(connection, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown
      if (key !== 'query') return typeof value === 'function' ? value.bind(target) : value
      return (sql: string, done?: Done) => {
        // the pool's own way, on which is read
        if (!done) return target.query(sql)
        const refused = thrownBy(() => line.before(sql))
        if (refused) return done(refused)
        return target.query(sql, (error, result) => {
          const lost = error ? undefined : thrownBy(() => line.after?.(sql))
          done(lost ?? error, result)
        })
      }
    },
  })

function thrownBy(work: () => void): QueryError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return error as QueryError
  }
}

function onSqlite(db: DataSource, begin: () => Line): () => void {
  const create = db.createQueryRunner.bind(db)
  db.createQueryRunner = (...given) => {
    const runner = create(...given)
    const line = begin()
    const [connect, commit] = [runner.connect.bind(runner), runner.commitTransaction.bind(runner)]
    runner.commitTransaction = async () => {
      line.before('COMMIT')
      await commit()
      line.after?.('COMMIT')
    }
    runner.connect = async () =>
      new Proxy(await connect(), {
        get(target, key) {
          if (key !== 'prepare') return Reflect.get(target, key)
          return (sql: string) => {
            const statement = target.prepare(sql)
            return {
              all: (...values: unknown[]) => statement.all(...values),
              run: (...values: unknown[]) => {
                line.before(sql)
                return statement.run(...values)
              },
            }
          }
        },
      })
    return runner
  }
  return () => {
    db.createQueryRunner = create
  }
}
