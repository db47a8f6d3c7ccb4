import { inTransaction } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { messageJob } from '../instances/post-messages.js'
import { addHeldJob } from '../jobs/hold-jobs.js'
import { addJobs, removeJobs } from '../jobs/jobs.js'
import { holdsPause } from '../processes/pause.js'

/** Who would get the message stands still: its job rests until the process goes on. The message's time runs on. */
export async function keepAside(engine: Engine, message: string, process: string): Promise<void> {
  const job = messageJob(message, engine.clock.now().toISOString())
  await inTransaction(engine.db, async tx => {
    await removeJobs(tx, [job.id])
    if (await holdsPause(tx, process)) return addHeldJob(tx, job, process)
    await addJobs(tx, [job])
    tx.afterCommit(() => engine.jobs.wake())
  })
}
