import type { DataSource } from 'typeorm'
import type { Evaluate } from '#core/rule/evaluate-port'
import type { Clock } from '../clock.js'
import type { Live } from '../http/live.js'
import type { JobWorker } from '../jobs/job-worker.js'
import type { ProcessStarter } from '../records/plan.js'

/** What the verbs of running processes stand on; given once at start. */
export interface Engine {
  db: DataSource
  clock: Pick<Clock, 'now'>
  evaluate: Evaluate
  live: Pick<Live, 'publish'>
  jobs: Pick<JobWorker, 'wake'>
  /** Starts what a record change starts, also when a process made the change. */
  starter: ProcessStarter
  /** IANA zone of calendar times where the process names none. */
  zone: string
  /** Hosts inside the house that webhooks may call. */
  allowedHosts: readonly string[]
}

/** For Nest: `@Inject(ENGINE) engine: Engine`. */
export const ENGINE = Symbol('engine')

export interface RecordRef {
  /** Form id. */
  form: string
  id: string
}
