import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { problem } from '#core/problem'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Live } from '../http/live.js'
import { INTAKE } from '../intake/intake.js'
import type { IntakeDeps } from '../intake/submit-record.js'
import { can } from '../people/rights.js'
import { whoIs } from '../people/who-is.js'
import { importById, importsInState, type ImportRow } from './import-row.js'
import { runPass } from './run-pass.js'
import { tableFiles } from './table-files.js'

/** Runs the passes of imports in the background, one after the other, and takes up those that a stop of the server cut off. */
@Injectable()
export class ImportWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('imports')
  private queue: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(INTAKE) private readonly intake: IntakeDeps,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const row of await importsInState(reader(this.db), ['checking', 'running'])) this.enqueue(row.id)
  }

  /** A pass ends at its next stretch of rows; it goes on at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true
    await this.queue
  }

  enqueue(id: string): void {
    this.queue = this.queue.then(() => this.pass(id)).catch((error: unknown) => this.log.error(error))
  }

  private async pass(id: string): Promise<void> {
    const row = this.stopped ? undefined : await importById(reader(this.db), id)
    if (!row || (row.state !== 'checking' && row.state !== 'running')) return
    const kind = row.state === 'checking' ? 'check' : 'run'
    try {
      const ended = await this.walk(row, kind)
      if (ended === 'finished') await this.end(row, kind === 'check' ? 'checked' : 'done')
      if (ended === 'forbidden') await this.end(row, 'failed')
    } catch (error) {
      if (this.stopped) return
      this.log.error(error)
      await this.end(row, 'failed')
    }
  }

  private async walk(row: ImportRow, kind: 'check' | 'run'): Promise<'finished' | 'cancelled' | 'forbidden'> {
    const who = await whoIs(reader(this.db), { id: `import:${row.id}`, user_id: row.createdBy })
    // the right may have gone since the pass was asked for, or while the server was away
    if (!who || !can(who, 'import', row.form)) return 'forbidden'
    const tell = (): void => {
      if (this.stopped) throw new Error('the server stops')
      this.live.publish([row.createdBy], { kind: 'import', id: row.id })
    }
    const files = await tableFiles(this.config.dataDir, row.id)
    const intake: IntakeDeps = { ...this.intake, tell: () => undefined }
    return runPass({ db: this.db, intake, files, who, now: () => this.clock.now(), tell }, row, kind)
  }

  private async end(row: ImportRow, state: 'checked' | 'done' | 'failed'): Promise<void> {
    const trouble = state === 'failed' ? JSON.stringify(problem('IMPORT_FAILED')) : null
    await inTransaction(this.db, tx =>
      tx.run('UPDATE imports SET state = ?, problem = ? WHERE id = ? AND state = ?', [state, trouble, row.id, row.state]),
    )
    this.live.publish([row.createdBy], { kind: 'import', id: row.id })
  }
}
