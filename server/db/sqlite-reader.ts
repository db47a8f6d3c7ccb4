import { sqlite } from './dialect.js'
import type { Isolation } from './sqlite-isolation.js'
import { prepared } from './statements.js'
import type { Query, Reader } from './transaction.js'

/** Reads outside a transaction, straight on the driver. */
export const sqliteReader = (isolation: Isolation): Reader => ({
  dialect: sqlite,
  query: async <T>(sql: string, parameters: unknown[] = []) => prepared(isolation.committed(), sql).all(parameters) as T[],
  async queries(asked: readonly Query[]) {
    const connection = isolation.committed()
    // each read outside a transaction takes and gives back the locks of the log, which costs as much as finding a row
    prepared(connection, 'BEGIN DEFERRED').run()
    try {
      return asked.map(([sql, parameters]) => prepared(connection, sql).all(parameters))
    } finally {
      prepared(connection, 'END').run()
    }
  },
})
