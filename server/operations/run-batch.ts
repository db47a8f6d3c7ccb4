import { Logger } from '@nestjs/common'
import { problem } from '#core/problem'
import { inTransaction, reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { finishJob, LeaseLost } from '../jobs/claim-jobs.js'
import { addJobs, type Job } from '../jobs/jobs.js'
import { batchJob, endBatch, readBatch, stepBatch, type Batch } from './batch.js'
import { nextTargets, type Target } from './targets.js'

/** Targets of one page, and milliseconds after which a page is cut short: well below the lease of its job. */
const PAGE = 100
const BUSY = 10_000
/** Attempts at a page before a target that fails unexpectedly is counted as failed, so that the others are not held up. */
const PATIENCE = 3

const log = new Logger('batches')

/**
 * One page of a batch: each target with a transaction of its own, in which the batch counts it. A server that is killed leaves a batch that knows exactly
 * how far it is; of two servers that hold the same page one loses its lease and everything that it has not committed.
 */
export async function runBatch(engine: Engine, job: Job): Promise<void> {
  const { batch: id } = job.payload as { batch: string }
  const read = reader(engine.db)
  const batch = await readBatch(read, id)
  if (batch?.status !== 'running') return inTransaction(engine.db, tx => finishJob(tx, job))
  const until = Date.now() + BUSY
  const targets = await nextTargets(read, batch, batch.place, PAGE)
  let turns = 0
  while (turns < targets.length && Date.now() < until) await oneTarget(engine, batch, targets[turns++]!, job.attempts)
  const over = targets.length < PAGE && turns === targets.length
  const at = engine.clock.now().toISOString()
  await inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    if (over) await endBatch(tx, batch, at)
    else await addJobs(tx, [batchJob(id, at)])
    tx.afterCommit(() => {
      engine.live.publish([batch.by], { kind: 'batch', id })
      engine.jobs.wake()
    })
  })
}

async function oneTarget(engine: Engine, batch: Batch, target: Target, attempts: number): Promise<void> {
  const turn = {
    options: batch.options,
    by: batch.by,
    done: (tx: Parameters<typeof stepBatch>[0]) => stepBatch(tx, batch, target, 'done'),
    begun: (tx: Parameters<typeof stepBatch>[0]) => stepBatch(tx, batch, target, 'begun'),
  }
  const outcome = await batch.kind.act(engine, target, turn).catch((error: unknown) => {
    if (error instanceof LeaseLost || attempts < PATIENCE) throw error
    log.error(`batch ${batch.id} at ${target.instance}`, error instanceof Error ? error.stack : String(error))
    return problem('INTERNAL')
  })
  if (outcome !== undefined) await inTransaction(engine.db, tx => stepBatch(tx, batch, target, outcome))
}
