import { z } from 'zod'
import type { DesignProblem } from '../forms/forms.api.js'

/**
 * All admin.
 * POST /api/v1/apps/:app/processes            NewProcess → ProcessDraft      (xml given: an import; what cannot run is in `problems`)
 * GET  /api/v1/processes/:process             → ProcessDraft
 * PUT  /api/v1/processes/:process             { revision, xml, name? } → ProcessDraft; 409 DRAFT_CHANGED; 422 when the XML cannot be read
 * POST /api/v1/processes/:process/lint        { xml } → { problems }
 * POST /api/v1/processes/:process/publish     { revision } → ProcessDraft; 422 with problems while there are errors
 * GET  /api/v1/processes/:process/versions    → ProcessVersion[]
 * GET  /api/v1/processes/:process/versions/:version/xml → text
 * POST /api/v1/processes/:process/start       { data? } → { instance }       (a none start; by hand)
 * DELETE /api/v1/processes/:process
 */
export const NewProcess = z.strictObject({ name: z.string().trim().min(1).max(60), xml: z.string().max(524_288).optional() })
export type NewProcess = z.infer<typeof NewProcess>
export const SaveProcess = z.strictObject({ revision: z.number().int(), xml: z.string().max(524_288), name: z.string().trim().min(1).max(60).optional() })
export type SaveProcess = z.infer<typeof SaveProcess>

export interface ProcessDraft {
  id: string
  app: string
  key: string
  name: string
  revision: number
  xml: string
  version: number
  publishedAt: string | null
  /** Differs from the published version. */
  changed: boolean
  /** `at` is the element id. Warnings do not block. */
  problems: DesignProblem[]
}
export interface ProcessVersion {
  version: number
  at: string
  by: { id: string; name: string }
  running: number
}
