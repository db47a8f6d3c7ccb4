import { inTransaction, reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { claimJob } from '../jobs/claim-job.js'
import { LeaseLost, releaseJob } from '../jobs/claim-jobs.js'
import { batchInfo } from '../operations/batch-info.js'
import { batchJobId } from '../operations/batch.js'
import { createBatch, sizeOf } from '../operations/create-batch.js'
import type { BatchInfo } from '../operations/operations.api.js'
import { runBatch } from '../operations/run-batch.js'
import type { Work } from '../operations/targets.js'

const LEASE = 60_000

/**
 * Writes a batch and works it off here, page after page; where a server runs beside us, either takes the next page. Interrupted, the batch is finished by
 * a server.
 */
export async function driveBatch(engine: Engine, work: Work, by: string, tell: (info: BatchInfo) => void): Promise<BatchInfo> {
  const total = await sizeOf(engine, work)
  const id = await inTransaction(engine.db, tx => createBatch(tx, engine, work, total, by))
  for (;;) {
    const info = (await batchInfo(reader(engine.db), id))!
    tell(info)
    if (info.status !== 'running') return info
    const job = await claimJob(engine.db, batchJobId(id), engine.clock.now(), LEASE)
    if (!job) {
      await new Promise(wake => setTimeout(wake, 100))
      continue
    }
    try {
      await runBatch(engine, job)
    } catch (error) {
      // counted by the attempts of the job: what fails for good is noted in the batch
      if (!(error instanceof LeaseLost)) await releaseJob(engine.db, job, engine.clock.now())
    }
  }
}
