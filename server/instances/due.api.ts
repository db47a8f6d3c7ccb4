import { z } from 'zod'

/**
 * Admin.
 * GET /api/v1/instances/:instance/due   → DueTimes
 * PUT /api/v1/instances/:instance/due   SetDue → DueTimes; 404 NO_SUCH_TIMER, 409 TASK_NOT_OPEN, INSTANCE_ENDED
 * Of a task its due time (null: none), for all who are asked in the same step; of a timer the next time that it fires.
 */
const instant = z.iso.datetime({ offset: true })
export const SetDue = z.union([
  z.strictObject({ task: z.string().max(80), dueAt: instant.nullable() }),
  z.strictObject({ timer: z.string().max(80), dueAt: instant }),
])
export type SetDue = z.infer<typeof SetDue>

export interface DueTimes {
  tasks: { id: string; element: string; name: string; dueAt: string | null; fixed: boolean }[]
  /** `repeat`: firings still to come after this one, -1 for ever, 0 for the last; `fixed`: a person set it, so data no longer move it. */
  timers: { id: string; element: string; dueAt: string; repeat: number; every: string | null; fixed: boolean }[]
}
