import type { Command } from '#core/process/command'
import type { Graph } from '#core/process/graph'
import type { Beginning, Case, Sent, StoryWorld } from '#core/process/play-world'
import { inTransaction } from '../../server/db/transaction.js'
import { NEVER } from '../../server/jobs/hold-jobs.js'
import type { DatabaseWorld } from './database-world.js'
import type { Dying } from './dying.js'
import type { TestEngine } from './engine.js'

/** Deaths during one step after which something must be wrong with the test. */
const MANY = 2_000

/**
 * A story's world whose server dies under it. After each death it is started again, what it had claimed is let go (as a lease that is over), jobs go on,
 * and the client looks whether its step has happened before it asks once more.
 */
export class CrashingWorld implements StoryWorld {
  constructor(
    private readonly inner: DatabaseWorld,
    private readonly test: TestEngine,
    private readonly dying: Dying,
  ) {}

  get cases() {
    return this.inner.cases
  }
  get trail() {
    return this.inner.trail
  }
  get problems() {
    return this.inner.problems
  }
  get pending() {
    return this.inner.pending
  }
  get record() {
    return this.inner.record
  }
  set record(to) {
    this.inner.record = to
  }
  get now() {
    return this.inner.now
  }
  set now(to) {
    this.inner.now = to
  }

  start(graph: Graph, how: Beginning): Promise<void> {
    return this.through(
      () => this.inner.start(graph, how),
      ['SELECT COUNT(*) AS n FROM instances WHERE definition = ?', [this.inner.version]],
    )
  }

  send(to: Case, command: Command): Promise<void> {
    const { id } = to.state.instance
    return this.through(
      () => this.inner.send(to, command),
      [
        'SELECT COUNT(*) AS n FROM command_log WHERE instance_id = ? AND type = ? AND by_user = ?',
        [id, command.type, command.by],
      ],
    )
  }

  deliver(sent: Sent): Promise<void> {
    const table = sent.kind === 'message' ? 'messages' : 'signals'
    return this.through(() => this.inner.deliver(sent), [`SELECT COUNT(*) AS n FROM ${table} WHERE source = 'api'`, []])
  }

  refuse(...trouble: Parameters<StoryWorld['refuse']>): void {
    this.inner.refuse(...trouble)
  }

  /** `[sql, parameters]` counts what the step leaves when it has happened; a refusal is an answer as well. */
  private async through(step: () => Promise<void>, [sql, parameters]: [string, unknown[]]): Promise<void> {
    const happened = async (): Promise<number> => Number((await this.test.rows<{ n: number }>(sql, parameters))[0]!.n)
    const [before, refused] = [await happened(), this.problems.length]
    for (let attempt = 0; attempt < MANY; attempt += 1) {
      const answered = this.problems.length > refused || (await happened()) > before
      try {
        await (answered ? this.inner.settle() : step())
      } catch (error) {
        if (!this.dying.dead()) throw error
      }
      if (!this.dying.dead()) return
      await this.restart()
    }
    throw new Error('it dies for ever')
  }

  private async restart(): Promise<void> {
    await this.test.worker.beforeApplicationShutdown()
    const sql = 'UPDATE jobs SET lease = NULL, next_at = ? WHERE lease IS NOT NULL AND next_at < ?'
    await this.dying.restart(() => inTransaction(this.test.store.db, tx => tx.run(sql, [this.now, NEVER])))
  }
}
