import type { Form } from '#core/form/form'
import type { Advanced, Rejection } from '#core/process/command'
import type { State } from '#core/process/state'
import type { Json } from '#core/problem'
import { Clock } from '../../server/clock.js'
import { inTransaction, reader } from '../../server/db/transaction.js'
import { Live } from '../../server/http/live.js'
import { registerEngineJobs } from '../../server/instances/engine-jobs.js'
import type { Engine, RecordRef } from '../../server/instances/engine.js'
import { loadState } from '../../server/instances/load-state.js'
import { processStarter } from '../../server/instances/process-starter.js'
import { runCommand, type Asked, type Companion } from '../../server/instances/run-command.js'
import { startProcess } from '../../server/instances/start-process.js'
import { submitRecord, type Submission, type Submitted } from '../../server/intake/submit-record.js'
import { JobWorker } from '../../server/jobs/job-worker.js'
import { registerMessageJobs } from '../../server/messages/message-jobs.js'
import { createProcess } from '../../server/processes/drafts.js'
import { publishProcess } from '../../server/processes/publish-process.js'
import { system } from '../../server/people/principal.js'
import type { Database } from './each-database.js'
import { patient } from './patient.js'
import { aStore, type Store } from './store.js'

/** The durable engine on a real database, without HTTP. Jobs run when the test says so. */
export interface TestEngine {
  engine: Engine
  store: Store
  clock: Clock
  worker: JobWorker
  /** Publishes a diagram and answers its version id. */
  process(xml: string): Promise<string>
  start(definition: string, options?: { by?: string; data?: Record<string, Json>; record?: RecordRef }): Promise<string>
  command(instance: string, asked: Asked, companion?: Companion): Promise<Advanced | Rejection>
  state(instance: string): Promise<State>
  /** Completes the only open task of this element. */
  complete(
    instance: string,
    element: string,
    by: string,
    more?: { outcome?: string; opinion?: string; data?: Record<string, Json> },
  ): Promise<Advanced | Rejection>
  /** Moves the clock and runs what is due. */
  after(milliseconds: number): Promise<void>
  form(form: Form): Promise<string>
  submit(submission: Pick<Submission, 'form' | 'raw'> & Partial<Submission>): Promise<Submitted>
  /** As after a restart: nothing is left but the database. */
  restart(): Promise<void>
  rows<T = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

export const HOUR = 3_600_000

export async function anEngine(database: Database): Promise<TestEngine> {
  const store = await aStore(database)
  const clock = new Clock()
  const aWorker = (): JobWorker => {
    const worker = new JobWorker(store.db, clock)
    registerEngineJobs(worker, engine)
    registerMessageJobs(worker, engine)
    return worker
  }
  const engine: Engine = {
    db: store.db,
    clock,
    evaluate: patient,
    live: new Live(),
    jobs: { wake: () => test.worker.wake() },
    starter: processStarter(() => engine),
    zone: 'Asia/Shanghai',
    allowedHosts: [],
  }
  const at = () => clock.now().toISOString()
  const test: TestEngine = {
    engine,
    store,
    clock,
    worker: aWorker(),
    async process(xml) {
      const id = await inTransaction(store.db, tx => createProcess(tx, 'app', { name: 'Test process', xml }, 'admin', at()))
      const published = await publishProcess({ db: store.db, evaluate: patient, zone: engine.zone }, id, 1, 'admin', at())
      if (!published || !('definition' in published)) throw new Error(JSON.stringify(published))
      return published.definition
    },
    async start(definition, { by = 'nobody', ...more } = {}) {
      const started = await startProcess(engine, { definition, by, ...more })
      if ('rejection' in started) throw new Error(JSON.stringify(started))
      return started.instance
    },
    command: (instance, asked, companion) => runCommand(engine, instance, asked, companion),
    state: async instance => (await loadState(reader(store.db), instance))!.state,
    async complete(instance, element, by, more = {}) {
      const task = (await test.state(instance)).tasks.find(each => each.element === element)
      if (!task) throw new Error(`no open task ${element}`)
      return runCommand(engine, instance, { type: 'complete', task: task.id, by, ...more })
    },
    async after(milliseconds) {
      clock.advance(milliseconds)
      await test.worker.runDue()
    },
    form: form => store.publish(form),
    submit: submission =>
      submitRecord(
        { db: store.db, evaluate: patient, starter: engine.starter },
        { who: system, through: { source: 'user' }, at: at(), ...submission },
      ),
    async restart() {
      await test.worker.beforeApplicationShutdown()
      await store.reopen()
      engine.db = store.db
      test.worker = aWorker()
    },
    rows: (sql, parameters) => reader(store.db).query(sql, parameters),
    close: () => store.close(),
  }
  return test
}
