import type { Command, TrailEntry } from '#core/process/command'
import type { Graph } from '#core/process/graph'
import type { Beginning, Case, Sent, StoryWorld } from '#core/process/play-world'
import { startsBy } from '#core/process/starts'
import { problem, type Json, type Problem } from '#core/problem'
import { newId } from '../../server/db/id.js'
import { inTransaction, reader, type Tx } from '../../server/db/transaction.js'
import { insertRows } from '../../server/db/write-rows.js'
import { loadState } from '../../server/instances/load-state.js'
import { postMessages } from '../../server/instances/post-messages.js'
import { postSignals } from '../../server/instances/post-signals.js'
import type { Asked } from '../../server/instances/run-command.js'
import { startProcess } from '../../server/instances/start-process.js'
import { createProcess } from '../../server/processes/drafts.js'
import { definitionIn, publishedProcess } from '../../server/processes/published-process.js'
import type { TestEngine } from './engine.js'

const DAY = 24 * 3_600_000

/** A story's world on a real database: each step is a command with its transaction, what follows from it runs as jobs, and the state is read anew. */
export class DatabaseWorld implements StoryWorld {
  cases: Case[] = []
  trail: TrailEntry[] = []
  readonly problems: Problem[] = []
  pending: Sent[] = []
  record: Record<string, Json> = {}
  private readonly sent = new Map<string, Sent>()

  private constructor(
    private readonly test: TestEngine,
    readonly version: string,
    private readonly file: readonly Graph[],
  ) {}

  /** Publishes a file as it is drawn, also where the house would ask who does a step, and sets the clock and its zone. */
  static async of(test: TestEngine, xml: string, file: readonly Graph[], clock: string): Promise<DatabaseWorld> {
    test.engine.zone = /[+-]\d\d:\d\d$/.exec(clock)?.[0] ?? 'UTC'
    const version = newId()
    const world = new DatabaseWorld(test, version, file)
    const at = test.clock.now().toISOString()
    await inTransaction(test.store.db, async tx => {
      const process = await createProcess(tx, 'app', { name: 'Story', xml }, 'admin', at)
      await insertRows(
        tx,
        'process_versions',
        ['id', 'process_id', 'version', 'name', 'xml', 'published_at', 'published_by'],
        [[version, process, 1, 'Story', xml, at, 'admin']],
      )
      await tx.run('UPDATE processes SET version = 1 WHERE id = ?', [process])
      // a story tells of its own file only
      for (const table of ['process_starts', 'jobs', 'subscriptions', 'messages', 'signals']) await tx.run(`DELETE FROM ${table}`)
      const starts = file.flatMap(graph =>
        (['message', 'signal'] as const).flatMap(kind =>
          startsBy(graph, kind).map(({ element, name }) => [
            process,
            element,
            definitionIn(version, file, graph),
            kind,
            name,
            null,
            null,
          ]),
        ),
      )
      await addUsers(tx, xml)
      const columns = ['process_id', 'element', 'definition', 'kind', 'subject', 'fires_on', 'condition_text']
      await insertRows(tx, 'process_starts', columns, starts)
    })
    test.clock.advance(Date.parse(clock) - test.clock.now().getTime())
    return world
  }

  /** A file whose instances rest in the database already. */
  static async resting(test: TestEngine, version: string, file: readonly Graph[], now: string): Promise<DatabaseWorld> {
    const world = new DatabaseWorld(test, version, file)
    test.clock.advance(Date.parse(now) - test.clock.now().getTime())
    await world.settle()
    return world
  }

  get now(): string {
    return this.test.clock.now().toISOString()
  }

  set now(to: string) {
    const ahead = Date.parse(to) - this.test.clock.now().getTime()
    if (ahead > 0) this.test.clock.advance(ahead)
  }

  async start(graph: Graph, { record: _record, ...how }: Beginning): Promise<void> {
    const definition = definitionIn(this.version, this.file, graph)
    const started = await startProcess(this.test.engine, { definition, ...how })
    if ('rejection' in started) this.refuse(started.rejection)
    await this.settle()
  }

  async send(to: Case, { at: _at, ...asked }: Command): Promise<void> {
    // a timer is a job: it is due now
    if (asked.type !== 'fireTimer') {
      const outcome = await this.test.command(to.state.instance.id, asked as Asked)
      if ('rejection' in outcome) this.refuse(outcome.rejection)
    }
    await this.settle()
  }

  async deliver(sent: Sent): Promise<void> {
    const { db } = this.test.store
    const [id, at] = [newId(), this.now]
    const { name, key, data } = { ...sent, name: this.nameOf(sent) }
    const from = { id, name, data, at, by: 'admin', source: 'api' as const }
    if (sent.kind === 'signal') await inTransaction(db, tx => postSignals(tx, [from]))
    else {
      this.sent.set(id, sent)
      const expiresAt = new Date(Date.parse(at) + 3650 * DAY).toISOString()
      await inTransaction(db, tx => postMessages(tx, [{ ...from, key, expiresAt, n: 0 }], at))
    }
    await this.settle()
    type Reached = { reached: number; started: number }
    const [row] = await this.rows<Reached>('SELECT reached, started FROM signals WHERE id = ?', [id])
    if (row && Number(row.reached) + Number(row.started) === 0) this.refuse(problem('SIGNAL_NOT_AWAITED', undefined, { name }))
  }

  refuse(trouble: Problem): void {
    this.problems.push(trouble)
  }

  private nameOf({ kind, name }: Sent): string {
    const names = this.file.map(graph => (kind === 'message' ? graph.messages : graph.signals).get(name))
    return names.find(each => each !== undefined) ?? name
  }

  private rows = <T>(sql: string, parameters: unknown[]): Promise<T[]> => this.test.rows<T>(sql, parameters)

  /** What follows runs; then everything is read as it stands. */
  async settle(): Promise<void> {
    await this.test.worker.runDue()
    const read = reader(this.test.store.db)
    const ids = await this.rows<{ id: string; pool: number }>('SELECT id, pool FROM instances WHERE definition = ? ORDER BY id', [
      this.version,
    ])
    this.cases = []
    for (const { id, pool } of ids) {
      const { state } = (await loadState(read, id))!
      const definition = Number(pool) === 0 ? this.version : `${this.version}#${pool}`
      this.cases.push({ state, graph: (await publishedProcess(read, definition)).graph })
    }
    const log = await this.rows<TrailEntry>(
      `SELECT l.element, l.type, l.at, l.scope FROM activity_log l JOIN instances i ON i.id = l.instance_id
       WHERE i.definition = ? ORDER BY l.at, l.instance_id, l.rev, l.n`,
      [this.version],
    )
    this.trail = log
    const waiting = await this.rows<{ id: string }>("SELECT id FROM messages WHERE status = 'waiting'", [])
    this.pending = waiting.flatMap(({ id }) => this.sent.get(id) ?? [])
  }
}

/** The people whom a diagram names by id. */
async function addUsers(tx: Tx, xml: string): Promise<void> {
  const named = new Set(
    [...xml.matchAll(/\busers="([^"]+)"/g)].flatMap(([, users]) => users!.split(',').map(user => user.trim())),
  )
  for (const id of named) {
    if ((await tx.query('SELECT 1 FROM users WHERE id = ?', [id])).length > 0) continue
    const columns = ['id', 'account', 'account_key', 'name', 'password', 'language', 'disabled', 'created_at']
    await insertRows(tx, 'users', columns, [[id, id, id, id, '', 'zh-CN', 0, '2026-01-01T00:00:00.000Z']])
  }
}
