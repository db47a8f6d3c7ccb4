import { Logger } from '@nestjs/common'
import { calendarNamed } from '#core/process/calendar-for'
import { nodeOf } from '#core/process/graph'
import { judgeFiring } from '#core/process/schedule'
import { problem, type Problem } from '#core/problem'
import { calendarOf } from '../calendars/calendar-of.js'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { backOff } from '../jobs/back-off.js'
import { finishJob, releaseJob } from '../jobs/claim-jobs.js'
import type { JobWorker } from '../jobs/job-worker.js'
import { putJobs, type Job } from '../jobs/jobs.js'
import { ordinary } from '../outbox/call-out.js'
import { deliver, markParcel, waitingParcel } from '../outbox/deliver.js'
import { currentDefinition, publishedProcess } from '../processes/published-process.js'
import { timerStartJob, type TimerStart } from '../processes/start-timers.js'
import type { Engine } from './engine.js'
import { beginKeptStart, START_LATER } from './kept-start.js'
import { partsIn } from './continue-jobs.js'
import { recheckPage } from './recheck-jobs.js'
import type { Parts } from './parts.js'
import { withoutPaused } from './paused.js'
import { NOBODY } from './process-starter.js'
import { remindOfTask } from './remind-of-task.js'
import { runCommand, type Asked } from './run-command.js'
import { startProcess } from './start-process.js'

/** Attempts to deliver before a person is asked: with the back-off that is about two hours. */
const DELIVERIES = 12

const log = new Logger('timers')

/** Gives the worker what this feature does with its jobs. */
export function registerEngineJobs(worker: JobWorker, engine: Engine): void {
  worker.handle('timer', job => command(engine, job, { type: 'fireTimer', timer: job.id, by: NOBODY }))
  worker.handle('recheck', async job => {
    const { parts, next } = await recheckPage(reader(engine.db), job, engine.clock.now().toISOString())
    return command(engine, job, { type: 'recheck', by: NOBODY }, next, parts)
  })
  worker.handle('continue', job => command(engine, job, { type: 'continue', by: NOBODY }, undefined, partsIn(job)))
  worker.handle('deliver', job => deliverParcel(engine, job))
  worker.handle('start-timer', job => startByTimer(engine, job))
  worker.handle('task-due', job => remindOfTask(engine, job))
  worker.handle(START_LATER, job => beginKeptStart(engine, job))
  worker.siftBy(jobs => withoutPaused(engine.db, jobs))
}

/**
 * The job ends in the transaction of its command. A command that is refused for good (its timer was called off, its instance ended) has nothing
 * left to do; only the job goes.
 */
export async function command(
  engine: Engine,
  job: Job,
  asked: Asked,
  also?: (tx: Tx) => Promise<void>,
  parts?: Parts,
): Promise<void> {
  const write = async (tx: Tx): Promise<void> => {
    await finishJob(tx, job)
    await also?.(tx)
  }
  const outcome = await runCommand(engine, job.instance!, asked, { write, ...(parts ? { parts } : {}) })
  if (!('rejection' in outcome)) return
  if (!GONE.has(outcome.rejection.code)) throw new Error(`${job.id}: ${outcome.rejection.code}`)
  await inTransaction(engine.db, write)
}

/** Refusals that say that there is nothing left to do; after any other the job is tried again. */
const GONE = new Set(['NO_SUCH_INSTANCE', 'INSTANCE_ENDED', 'NO_SUCH_TIMER', 'JOB_NOT_AWAITED'])

/** Outside any transaction: the call. Then one transaction: the parcel is done, the job goes, the process goes on. */
async function deliverParcel(engine: Engine, job: Job): Promise<void> {
  const parcel = await waitingParcel(engine.db, job.id)
  if (!parcel) return void (await inTransaction(engine.db, tx => finishJob(tx, job)))
  const delivery = await deliver(parcel, { ...ordinary, allowed: engine.allowedHosts })
  const at = engine.clock.now()
  if ('result' in delivery) {
    const done = (tx: Tx) => markParcel(tx, parcel.id, 'done', job.attempts, at.toISOString())
    return command(engine, job, { type: 'jobDone', token: parcel.payload.token, result: delivery.result, by: NOBODY }, done)
  }
  if (delivery.again && job.attempts < DELIVERIES)
    return releaseJob(engine.db, job, new Date(at.getTime() + backOff(job.attempts, 2_000)))
  const failed = (tx: Tx) => markParcel(tx, parcel.id, 'failed', job.attempts, at.toISOString(), delivery.problem)
  return command(
    engine,
    job,
    { type: 'jobFailed', token: parcel.payload.token, ...failure(delivery.problem, job.attempts), by: NOBODY },
    failed,
  )
}

/** What an error boundary event may catch, by its code; without one it becomes a repair. */
const failure = (found: Problem, attempts: number) => ({
  problem: problem('CALL_GAVE_UP', undefined, { reason: found.code, ...found.params }),
  attempts,
  errorCode: found.code,
})

/**
 * The next firing is counted from the schedule, and what a stopped server missed goes by the event's policy; a version that is no longer the
 * published one starts nothing more.
 */
async function startByTimer(engine: Engine, job: Job): Promise<void> {
  const start = job.payload as unknown as TimerStart
  const read = reader(engine.db)
  if ((await currentDefinition(read, start.process)) !== start.definition)
    return void (await inTransaction(engine.db, tx => finishJob(tx, job)))
  const { graph } = await publishedProcess(read, start.definition)
  const timer = nodeOf(graph, start.element).events.find(event => event.type === 'timer')?.timer
  const found = await calendarNamed(timer?.calendar ?? graph.calendar, { calendar: key => calendarOf(read, key) })
  const { fires, missed, next } = judgeFiring(start.due, graph.zone ?? engine.zone, {
    now: engine.clock.now().toISOString(),
    ...(timer?.catchUp ? { catchUp: timer.catchUp } : {}),
    ...('calendar' in found ? { calendar: found.calendar } : {}),
  })
  if (missed > 0) log.warn(`${missed} starts of ${start.element} (process ${start.process}) were missed and are not made up`)
  const goOn = async (tx: Tx): Promise<void> => {
    await finishJob(tx, job)
    if (next) await putJobs(tx, [timerStartJob({ ...start, due: next })])
  }
  if (!fires) return inTransaction(engine.db, goOn)
  const outcome = await startProcess(engine, { definition: start.definition, startEvent: start.element, by: NOBODY }, goOn)
  if ('rejection' in outcome) throw new Error(`${job.id}: ${outcome.rejection.code}`)
}
