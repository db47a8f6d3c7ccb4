import type { Due } from '#core/process/schedule'
import type { Json } from '#core/problem'
import type { NewJob } from '../jobs/jobs.js'

/** A timer start event of a published version and its next firing. */
export interface TimerStart {
  process: string
  definition: string
  element: string
  /** Which timer of the start event, where it has several. */
  nth?: number
  due: Due
}

/** The job's instance column holds the process, so that the start timers of a process are found by it. */
export const timerStartJob = (start: TimerStart): NewJob => ({
  id: `${start.process}.${start.element}${start.nth ? `.${start.nth}` : ''}`,
  kind: 'start-timer',
  instance: start.process,
  nextAt: start.due.dueAt,
  payload: start as unknown as Json,
})
