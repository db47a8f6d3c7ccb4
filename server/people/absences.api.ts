import { z } from 'zod'

/**
 * Out of the office: somebody stands in for a time, and new tasks go to him.
 * GET    /api/v1/me/absences              → AbsenceInfo[]   those that are not over
 * POST   /api/v1/me/absences              NewAbsence → AbsenceInfo[]
 * DELETE /api/v1/me/absences/:absence     → 204
 * admin: the same under /api/v1/users/:id/absences
 * 422 NO_SUCH_USER, STANDS_IN_HIMSELF, ABSENCE_ENDS_BEFORE, STAND_IN_CIRCLE, ABSENCES_OVERLAP; 404 NO_SUCH_ABSENCE
 */
export const NewAbsence = z.strictObject({
  to: z.string().max(40),
  from: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }),
  /** Process ids; without them every process. */
  processes: z.array(z.string().max(40)).min(1).max(100).optional(),
})
export type NewAbsence = z.infer<typeof NewAbsence>

export interface AbsenceInfo {
  id: string
  to: { id: string; name: string }
  from: string
  until: string
  processes: string[] | null
}
