import type { Database, Statement } from 'better-sqlite3'
import type { DataSource } from 'typeorm'
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js'
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js'
import { FifoLock } from './fifo-lock.js'
import { GroupCommit } from './group-commit.js'
import { prepared } from './statements.js'

/** What isolated transactions on SQLite offer beside the ORM's interface. */
export interface Isolation {
  group: GroupCommit
  /** A connection that shows committed rows only. While nobody writes it is the writing one, whose pages are in memory already. */
  committed(): Database
}

/** Undefined on MariaDB. */
export const isolationOf = (db: DataSource): Isolation | undefined => (db.driver as Partial<Internals>).isolation

/**
 * TypeORM's SQLite driver hands the same query runner to everybody, so transactions that run at the same time become savepoints of
 * each other, and a roll-back takes other people's acknowledged rows with it. This gives every caller a runner of its own: transactions
 * take their turn in one FIFO queue on a connection of their own (BEGIN IMMEDIATE), reads outside a transaction see committed rows only, a single
 * write outside a transaction waits for its turn as well.
 * Limit: needs a file (two connections), and a transaction opened inside a transaction callback by another runner waits until `patience` is over.
 */
export function isolateTransactions(db: DataSource, { patience = 10_000, longest = 15 } = {}): void {
  const driver = db.driver as BetterSqlite3Driver & Internals
  const lock = new FifoLock()
  const readStatements = new Map<string, Statement>()
  const writeStatements = new Map<string, Statement>()
  let writer: Database | undefined

  class IsolatedRunner extends BetterSqlite3QueryRunner {
    private holds = false

    constructor() {
      super(driver)
      this.use(readStatements)
    }

    override connect(): Promise<Database> {
      return Promise.resolve(this.holds ? writer! : driver.databaseConnection)
    }

    override async beforeMigration(): Promise<void> {
      this.setForeignKeys('OFF')
    }

    override async afterMigration(): Promise<void> {
      this.setForeignKeys('ON')
    }

    /** Begin and commit go straight to the driver: the ORM's way costs as much as five small writes. Savepoints inside stay the ORM's. */
    override async startTransaction(): Promise<void> {
      if (this.holds) return super.startTransaction()
      await lock.acquire(patience)
      this.holds = true
      this.use(writeStatements)
      try {
        prepared(writer!, 'BEGIN IMMEDIATE').run()
      } catch (error) {
        this.letGo()
        throw error
      }
      this.isTransactionActive = true
      this.transactionDepth = 1
    }

    override async commitTransaction(): Promise<void> {
      if (this.transactionDepth !== 1) return super.commitTransaction()
      prepared(writer!, 'COMMIT').run()
      this.isTransactionActive = false
      this.transactionDepth = 0
      this.letGo()
    }

    override async rollbackTransaction(): Promise<void> {
      try {
        await super.rollbackTransaction()
      } finally {
        if (!this.isTransactionActive) this.letGo()
      }
    }

    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the base class declares two overloads
    override async query(sql: string, parameters: unknown[] = [], structured = false): Promise<any> {
      if (this.holds) return super.query(sql, parameters, structured as true)
      if (await this.onlyReads(sql)) return super.query(sql, parameters, structured as true)
      await lock.acquire(patience)
      try {
        return await super.query(sql, parameters, structured as true)
      } finally {
        lock.release()
      }
    }

    override async release(): Promise<void> {
      if (this.holds) {
        if (writer!.inTransaction) writer!.exec('ROLLBACK')
        this.isTransactionActive = false
        this.letGo()
      }
      await super.release()
    }

    private letGo(): void {
      if (!this.holds) return
      this.holds = false
      this.use(readStatements)
      lock.release()
    }

    /** A statement belongs to its connection, so each connection has its own cache. */
    private use(statements: Map<string, Statement>): void {
      ;(this as unknown as { stmtCache: Map<string, Statement> }).stmtCache = statements
    }

    private async onlyReads(sql: string): Promise<boolean> {
      const { getStmt } = this as unknown as { getStmt(sql: string): Promise<Statement> }
      return (await getStmt.call(this, sql)).readonly
    }

    private setForeignKeys(to: 'ON' | 'OFF'): void {
      for (const connection of [driver.databaseConnection, writer!]) connection.pragma(`foreign_keys = ${to}`)
    }
  }

  driver.createQueryRunner = () => new IsolatedRunner()
  driver.isolation = {
    group: new GroupCommit(db, patience, longest),
    committed: () => (writer!.inTransaction ? driver.databaseConnection : writer!),
  }
  const [connect, disconnect] = [driver.connect.bind(driver), driver.disconnect.bind(driver)]
  driver.connect = async () => {
    await connect()
    writer = await driver.createDatabaseConnection()
  }
  driver.disconnect = async () => {
    readStatements.clear()
    writeStatements.clear()
    writer?.close()
    writer = undefined
    await disconnect()
  }
}

interface Internals {
  isolation: Isolation
  databaseConnection: Database
  createDatabaseConnection(): Promise<Database>
}
