import type { DataSource } from 'typeorm'
import { problem, type Problem } from '#core/problem'
import { inTransaction, reader, type Reader } from '../db/transaction.js'
import { selectIn } from '../db/write-rows.js'
import { holdJob } from '../jobs/hold-jobs.js'
import type { Job } from '../jobs/jobs.js'
import { holdsPause, pausedProcesses, pauseOf, type Pause } from '../processes/pause.js'

/**
 * What still happens to an instance of a paused process: an administrator ends it, changes it, moves it to another version, gives its tasks or due times to others;
 * and the answer to a call that had left the house before the pause is taken in.
 */
const GOES_ON = new Set(['cancel', 'modify', 'migrate', 'assign', 'handOver', 'setDue', 'jobDone', 'jobFailed'])

/** Why a command has to wait; undefined when it need not. */
export async function pauseRefusing(read: Reader, instance: string, command: string): Promise<Problem | undefined> {
  if (GOES_ON.has(command)) return undefined
  const sql =
    "SELECT x.process_id FROM instances i JOIN paused_processes x ON x.process_id = i.process_id WHERE i.id = ? AND i.status = 'running'"
  const [row] = await read.query<{ process_id: string }>(sql, [instance])
  const pause = row && (await pauseOf(read, row.process_id))
  return pause && pauseProblem(pause)
}

export const pauseProblem = (pause: Pause): Problem =>
  problem('PROCESS_PAUSED', undefined, { process: pause.name, since: pause.at, reason: pause.reason })

/** What was sent is on its way, whoever sent it; whether its receiver stands still is asked where it arrives. */
const SENT = new Set(['message'])

/**
 * Puts aside the claimed jobs of paused processes (timers, deliveries, continuations, start timers, kept starts) and answers the others. Each job of a paused
 * process is touched once, when it becomes due, and rests until the process goes on.
 */
export async function withoutPaused(db: DataSource, jobs: Job[]): Promise<Job[]> {
  const paused = await pausedProcesses(reader(db))
  if (paused.size === 0) return jobs
  const subjects = jobs.flatMap(job => (job.instance === undefined || SENT.has(job.kind) ? [] : job.instance))
  const rows = await selectIn<{ id: string; process_id: string }>(
    reader(db),
    list => `SELECT id, process_id FROM instances WHERE id ${list}`,
    [...new Set(subjects)],
  )
  const processes = new Map(rows.map(row => [row.id, row.process_id]))
  // the job of a start names its process instead of an instance
  const processOf = (job: Job) => processes.get(job.instance ?? '') ?? job.instance ?? ''
  const due = jobs.filter(job => SENT.has(job.kind) || !paused.has(processOf(job)))
  for (const job of jobs.filter(each => !due.includes(each))) {
    const held = await inTransaction(db, async tx => {
      const holds = await holdsPause(tx, processOf(job))
      if (holds) await holdJob(tx, job, processOf(job))
      return holds
    })
    if (!held) due.push(job)
  }
  return due
}
