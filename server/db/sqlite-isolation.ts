import type { Database, Statement } from 'better-sqlite3'
import type { DataSource } from 'typeorm'
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js'
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js'
import { FifoLock } from './fifo-lock.js'

/**
 * TypeORM's SQLite driver hands the same query runner to everybody, so transactions that run at the same time become savepoints of
 * each other, and a roll-back takes other people's acknowledged rows with it. This gives every caller a runner of its own: transactions
 * take their turn in one FIFO queue on a connection of their own (BEGIN IMMEDIATE), reads outside a transaction use the other connection and
 * see committed rows only, a single write outside a transaction waits for its turn as well.
 * Limit: needs a file (two connections), and a transaction opened inside a transaction callback by another runner waits until `patience` is over.
 */
export function isolateTransactions(db: DataSource, patience = 10_000): void {
  const driver = db.driver as BetterSqlite3Driver & Internals
  const lock = new FifoLock()
  const readStatements = new Map<string, Statement>()
  const writeStatements = new Map<string, Statement>()
  let writer: Database | undefined
  const openWriter = async (): Promise<Database> => (writer ??= await driver.createDatabaseConnection())

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
      await this.setForeignKeys('OFF')
    }

    override async afterMigration(): Promise<void> {
      await this.setForeignKeys('ON')
    }

    override async startTransaction(): Promise<void> {
      if (this.holds) return super.startTransaction()
      await lock.acquire(patience)
      await openWriter()
      this.holds = true
      this.use(writeStatements)
      try {
        begin(writer!).run()
      } catch (error) {
        this.letGo()
        throw error
      }
      this.isTransactionActive = true
      this.transactionDepth = 1
    }

    override async commitTransaction(): Promise<void> {
      if (this.transactionDepth !== 1) return super.commitTransaction()
      commit(writer!).run()
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

    private async setForeignKeys(to: 'ON' | 'OFF'): Promise<void> {
      driver.databaseConnection.pragma(`foreign_keys = ${to}`)
      const connection = await openWriter()
      connection.pragma(`foreign_keys = ${to}`)
    }
  }

  driver.createQueryRunner = () => new IsolatedRunner()
  const disconnect = driver.disconnect.bind(driver)
  driver.disconnect = async () => {
    readStatements.clear()
    writeStatements.clear()
    writer?.close()
    writer = undefined
    await disconnect()
  }
}

/** Begin and commit go straight to the driver: the ORM's way costs as much as five small writes. Savepoints inside stay the ORM's. */
const prepared = (sql: string) => {
  const statements = new WeakMap<Database, Statement>()
  return (connection: Database): Statement => {
    let statement = statements.get(connection)
    if (!statement) statements.set(connection, (statement = connection.prepare(sql)))
    return statement
  }
}
const begin = prepared('BEGIN IMMEDIATE')
const commit = prepared('COMMIT')

interface Internals {
  databaseConnection: Database
  createDatabaseConnection(): Promise<Database>
}
