import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import type { Engine } from '../instances/engine.js'
import { finishJob } from '../jobs/claim-jobs.js'
import { freeHeldJobs } from '../jobs/hold-jobs.js'
import { putJobs, type Job } from '../jobs/jobs.js'
import { pauseOf } from '../processes/pause.js'
import { mustKnow } from './known-process.js'
import { logOperation } from './log-operation.js'

const columns = ['process_id', 'at', 'by_user', 'reason']

/**
 * From now on the process begins nothing new and its instances stand still: commands are refused (PROCESS_PAUSED), its jobs are put aside when they become due, starts
 * whose cause has happened are kept. Pausing again changes nothing. 404 NO_SUCH_PROCESS.
 */
export async function pauseProcess(engine: Engine, process: string, by: string, reason?: string): Promise<void> {
  const at = engine.clock.now().toISOString()
  await inTransaction(engine.db, async tx => {
    await mustKnow(tx, process)
    if (await pauseOf(tx, process)) return
    try {
      await insertRows(tx, 'paused_processes', columns, [[process, at, by, reason ?? null]])
    } catch (error) {
      // somebody else paused it at the same time
      if (tx.dialect.brokenUnique(error) === undefined) throw error
      return
    }
    await logOperation(tx, process, at, by, 'pause', reason === undefined ? undefined : { reason })
  })
}

/** Everything goes on: jobs that were put aside and kept starts become due, in bounded pages. Of a process that is not paused: nothing changes. */
export async function resumeProcess(engine: Engine, process: string, by: string): Promise<void> {
  const at = engine.clock.now().toISOString()
  await inTransaction(engine.db, async tx => {
    await mustKnow(tx, process)
    if ((await tx.run('DELETE FROM paused_processes WHERE process_id = ?', [process])) === 0) return
    await putJobs(tx, [{ id: `${process}.resume`, kind: 'resume', nextAt: at, payload: { process } }])
    await logOperation(tx, process, at, by, 'resume')
    tx.afterCommit(() => engine.jobs.wake())
  })
}

/** Jobs that one transaction lets go. */
const PAGE = 500

/**
 * Lets go what a pause held. A process that was paused again meanwhile gets its jobs back as they become due.
 */
export async function freeJobs(engine: Engine, job: Job): Promise<void> {
  const { process } = job.payload as { process: string }
  const at = engine.clock.now().toISOString()
  const page = (tx: Tx): Promise<number> => freeHeldJobs(tx, process, at, PAGE)
  while ((await inTransaction(engine.db, page)) === PAGE) engine.jobs.wake()
  await inTransaction(engine.db, async tx => {
    await finishJob(tx, job)
    tx.afterCommit(() => engine.jobs.wake())
  })
}

/** Starts that wait for the process to go on. */
export async function countKeptStarts(engine: Engine, process: string): Promise<number> {
  const sql = "SELECT COUNT(*) AS n FROM jobs WHERE instance_id = ? AND kind = 'start-later'"
  const [row] = await reader(engine.db).query<{ n: number | string }>(sql, [process])
  return Number(row!.n)
}
