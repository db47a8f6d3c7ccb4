import type { Database } from 'better-sqlite3'
import { sqlite } from './dialect.js'
import { prepared } from './statements.js'
import type { Query, Tx } from './transaction.js'

/** A transaction straight on the driver: the ORM's path costs twice as much per statement. */
export class SqliteTx implements Tx {
  readonly dialect = sqlite
  private over = false

  constructor(
    private readonly connection: Database,
    /** Takes what is to be told after the commit. */
    private readonly told: (() => void)[],
  ) {}

  async query<T = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.statement(sql).all(parameters) as T[]
  }

  async queries(asked: readonly Query[]): Promise<unknown[][]> {
    return asked.map(([sql, parameters]) => this.statement(sql).all(parameters))
  }

  async run(sql: string, parameters: unknown[] = []): Promise<number> {
    return this.statement(sql).run(parameters).changes
  }

  later(sql: string, parameters?: unknown[]): Promise<void> {
    return this.run(sql, parameters) as Promise<unknown> as Promise<void>
  }

  afterCommit(tell: () => void): void {
    this.told.push(tell)
  }

  /** From here on it refuses: what comes late would land in somebody else's transaction on the same connection. */
  end(): void {
    this.over = true
  }

  private statement(sql: string) {
    if (this.over) throw new Error('this transaction is over')
    return prepared(this.connection, sql)
  }
}
