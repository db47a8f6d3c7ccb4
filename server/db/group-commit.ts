import type { Database } from 'better-sqlite3'
import type { DataSource } from 'typeorm'
import { SqliteTx } from './sqlite-tx.js'
import { prepared } from './statements.js'
import type { Tx } from './transaction.js'

/** Units of one commit. */
const MOST = 64

interface Unit {
  work: (tx: Tx) => Promise<unknown>
  keep: (result: unknown) => void
  refuse: (error: unknown) => void
  timer?: NodeJS.Timeout
}

type Outcome = { result: unknown; told: (() => void)[] } | { error: unknown }

/**
 * SQLite has one writer, and its commit waits for the disk: units of work that wait at the same time are committed together. Each runs after the
 * other in a savepoint of its own, sees what the earlier ones wrote, and is rolled back alone when it fails. Nobody hears anything, good or bad,
 * before the common commit; when that fails, all of them have failed.
 * Limit: a unit may await its own statements only. One that waits for another unit waits until `patience` milliseconds are over.
 */
export class GroupCommit {
  private readonly waiting = new Set<Unit>()
  private writing = false

  constructor(
    private readonly db: DataSource,
    private readonly patience: number,
    /** Milliseconds after which no further unit is taken into a group: the first ones have waited long enough. */
    private readonly longest: number,
  ) {}

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((keep, refuse) => {
      const unit: Unit = { work, keep: keep as Unit['keep'], refuse }
      // who finds nobody there is taken at once
      if (this.writing)
        unit.timer = setTimeout(() => {
          this.waiting.delete(unit)
          refuse(new Error(`no turn to write within ${this.patience} ms`))
        }, this.patience)
      this.waiting.add(unit)
      this.wake()
    })
  }

  /** Begins at the end of this round of the event loop: what has arrived with this round waits here by then and is written together. */
  private wake(): void {
    if (this.writing || this.waiting.size === 0) return
    this.writing = true
    setImmediate(() => {
      void this.group().finally(() => {
        this.writing = false
        this.wake()
      })
    })
  }

  private async group(): Promise<void> {
    const units: Unit[] = []
    const outcomes: Outcome[] = []
    const runner = this.db.createQueryRunner()
    try {
      let unit = this.next()
      if (unit) units.push(unit)
      await runner.startTransaction()
      const connection = (await runner.connect()) as Database
      const until = performance.now() + this.longest
      while (unit) {
        outcomes.push(await attempt(connection, unit, outcomes.length > 0))
        unit = outcomes.length < MOST && performance.now() < until ? this.next() : undefined
        if (unit) units.push(unit)
      }
      await runner.commitTransaction()
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined)
      outcomes.splice(0, outcomes.length, ...units.map(() => ({ error })))
    } finally {
      await runner.release()
    }
    units.forEach((unit, nth) => settle(unit, outcomes[nth]!))
  }

  private next(): Unit | undefined {
    for (const unit of this.waiting) {
      this.waiting.delete(unit)
      clearTimeout(unit.timer)
      return unit
    }
    return undefined
  }
}

/** The first of a group needs no savepoint: were it to fail, the transaction is empty without it. Throws when the whole transaction is lost. */
async function attempt(connection: Database, { work }: Unit, among: boolean): Promise<Outcome> {
  const told: (() => void)[] = []
  const tx = new SqliteTx(connection, told)
  if (among) prepared(connection, 'SAVEPOINT unit').run()
  try {
    const result = await work(tx)
    if (among) prepared(connection, 'RELEASE unit').run()
    return { result, told }
  } catch (error) {
    if (!connection.inTransaction) throw error
    prepared(connection, among ? 'ROLLBACK TO unit' : 'ROLLBACK').run()
    prepared(connection, among ? 'RELEASE unit' : 'BEGIN IMMEDIATE').run()
    return { error }
  } finally {
    tx.end()
  }
}

function settle({ keep, refuse }: Unit, outcome: Outcome): void {
  if ('error' in outcome) return refuse(outcome.error)
  try {
    for (const tell of outcome.told) tell()
    keep(outcome.result)
  } catch (error) {
    refuse(error)
  }
}
