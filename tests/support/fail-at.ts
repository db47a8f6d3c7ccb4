import type { Pool, PoolConnection } from 'mysql2'
import type { DataSource } from 'typeorm'
import { poolsOf } from '../../server/db/mariadb-pools.js'

const writes = /^\s*(INSERT|UPDATE|DELETE)/gim

/** The n-th write of the next transactions throws instead of being done. Both databases' own drivers are cut, below our code. Answers how to undo it. */
export function failAt(db: DataSource, n: number): () => void {
  let seen = 0
  const cut = (sql: string): void => {
    const before = seen
    seen += sql.match(writes)?.length ?? 0
    if (before < n && seen >= n) throw new Error('pulled the plug')
  }
  const pools = poolsOf(db)
  return pools ? cutMariadb(pools.writing, cut) : cutSqlite(db, cut)
}

/** Statements travel together: the packet with the n-th write does not leave. */
function cutMariadb(pool: Pool, cut: (sql: string) => void): () => void {
  const { getConnection } = pool
  pool.getConnection = callback =>
    getConnection.call(pool, (error, connection) => callback(error, error ? connection : cutting(connection, cut)))
  return () => {
    pool.getConnection = getConnection
  }
}

const cutting = (connection: PoolConnection, cut: (sql: string) => void): PoolConnection =>
  new Proxy(connection, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown
      if (key !== 'query') return typeof value === 'function' ? value.bind(target) : value
      return (sql: string, done?: (error: Error | null) => void) => {
        // the pool's own way, on which is read
        if (!done) return target.query(sql)
        try {
          cut(sql)
        } catch (error) {
          return done(error as Error)
        }
        return target.query(sql, done)
      }
    },
  })

function cutSqlite(db: DataSource, cut: (sql: string) => void): () => void {
  const create = db.createQueryRunner.bind(db)
  db.createQueryRunner = (...given) => {
    const runner = create(...given)
    const connect = runner.connect.bind(runner)
    runner.connect = async () =>
      new Proxy(await connect(), {
        get(target, key) {
          if (key !== 'prepare') return Reflect.get(target, key)
          return (sql: string) => {
            const statement = target.prepare(sql)
            return {
              all: (...values: unknown[]) => statement.all(...values),
              run: (...values: unknown[]) => {
                cut(sql)
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
