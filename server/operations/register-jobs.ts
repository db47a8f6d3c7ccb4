import type { Engine } from '../instances/engine.js'
import type { JobWorker } from '../jobs/job-worker.js'
import { freeJobs } from './pause-process.js'
import { keepRetention } from './retention.js'
import { runBatch } from './run-batch.js'

/** Gives the worker what this feature does with its jobs. `days`: how long ended instances are kept where their process does not say. */
export function registerOperationJobs(worker: JobWorker, engine: Engine, days: number): void {
  worker.handle('batch', job => runBatch(engine, job))
  worker.handle('resume', job => freeJobs(engine, job))
  worker.handle('retention', job => keepRetention(engine, job, days))
}
