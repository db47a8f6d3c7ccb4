import type { Pool, PoolConnection, QueryError } from 'mysql2'
import { mariadb } from './dialect.js'
import { CommitUnknown, connectionLost, neverSent } from './lost.js'
import type { Pools } from './mariadb-pools.js'
import type { Query, Reader, Tx } from './transaction.js'

/** Statements that wait for company are sent at the latest when they are so long together. In characters. */
const longest = 500_000

/**
 * A transaction on a connection of its own. A round trip costs more than most statements, so what nobody asks for an outcome (`later`), START
 * TRANSACTION and COMMIT travel together with the next statement: that is what the writing pool's connections take several statements for.
 */
class MariadbTx implements Tx {
  readonly dialect = mariadb
  private waiting: string[] = ['START TRANSACTION']
  private length = 0
  /** Whether the server knows of this transaction. */
  begun = false

  constructor(
    private readonly connection: PoolConnection,
    private readonly told: (() => void)[],
  ) {}

  async query<T = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return (await this.send(this.connection.format(sql, parameters))) as T[]
  }

  async queries(asked: readonly Query[]): Promise<unknown[][]> {
    if (asked.length === 0) return []
    const texts = asked.map(([sql, parameters]) => this.connection.format(sql, parameters))
    return (await this.sendAll(texts)) as unknown[][]
  }

  async run(sql: string, parameters: unknown[] = []): Promise<number> {
    return ((await this.send(this.connection.format(sql, parameters))) as { affectedRows: number }).affectedRows
  }

  async later(sql: string, parameters: unknown[] = []): Promise<void> {
    const text = this.connection.format(sql, parameters)
    this.length += text.length
    if (this.length > longest) await this.send(text)
    else this.waiting.push(text)
  }

  afterCommit(tell: () => void): void {
    this.told.push(tell)
  }

  async commit(): Promise<void> {
    // nothing was ever sent: nothing to commit
    if (!this.begun && this.waiting.length === 1) return
    try {
      await this.send('COMMIT')
    } catch (error) {
      throw connectionLost(error) && !neverSent(error) ? new CommitUnknown(error) : error
    }
  }

  private async send(text: string): Promise<unknown> {
    return (await this.sendAll([text]))[0]
  }

  /** Sends what waits with these behind it; answers their results. A statement that fails ends the whole, what follows is not done. */
  private async sendAll(texts: string[]): Promise<unknown[]> {
    const all = [...this.waiting, ...texts]
    this.waiting = []
    this.length = 0
    this.begun = true
    return (await askAll(this.connection, all)).slice(-texts.length)
  }
}

/** Runs `work` in one transaction of the writing pool. Throws CommitUnknown where nobody can say whether it was committed. */
export async function onMariadb<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = await connected(pool)
  const told: (() => void)[] = []
  const tx = new MariadbTx(connection, told)
  let result: T
  try {
    result = await work(tx)
    await tx.commit()
  } catch (error) {
    await letGo(connection, tx.begun)
    throw error
  }
  connection.release()
  for (const tell of told) tell()
  return result
}

/**
 * Reads outside a transaction. They may be asked again: a connection that had died in the pool is nobody's trouble. Several at once travel together,
 * on a connection that takes several; a single one, whose text may be put together from what people ask for, goes where only one is taken.
 */
export const mariadbReader = ({ reading, writing }: Pools): Reader => ({
  dialect: mariadb,
  query: async <T>(sql: string, parameters: unknown[] = []) =>
    (await again(() => ask(reading, { sql, values: parameters }))) as T[],
  async queries(asked) {
    if (asked.length === 0) return []
    const texts = asked.map(([sql, parameters]) => writing.format(sql, parameters))
    return (await again(() => askAll(writing, texts))) as unknown[][]
  },
})

const again = (read: () => Promise<unknown>): Promise<unknown> =>
  read().catch((error: unknown) => {
    if (!connectionLost(error)) throw error
    return read()
  })

/** A connection on which the roll-back fails is thrown away; the server then rolls back by itself. */
async function letGo(connection: PoolConnection, begun: boolean): Promise<void> {
  if (!begun) return connection.release()
  await ask(connection, 'ROLLBACK').then(
    () => connection.release(),
    () => connection.destroy(),
  )
}

const connected = (pool: Pool): Promise<PoolConnection> =>
  new Promise((done, fail) => pool.getConnection((error, connection) => (error ? fail(error) : done(connection))))

async function askAll(on: Pool | PoolConnection, texts: string[]): Promise<unknown[]> {
  const result = await ask(on, texts.join(';\n'))
  return texts.length > 1 ? (result as unknown[]) : [result]
}

function ask(on: Pool | PoolConnection, text: string | { sql: string; values: unknown[] }): Promise<unknown> {
  return new Promise((done, fail) =>
    on.query(text as string, (error: QueryError | null, result: unknown) => (error ? fail(withoutText(error)) : done(result))),
  )
}

/** The statement holds people's data and goes into no log. */
function withoutText(error: QueryError & { sql?: string }): QueryError {
  delete error.sql
  return error
}
