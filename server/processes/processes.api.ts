import { z } from 'zod'
import type { DesignProblem } from '../forms/forms.api.js'

/**
 * All admin.
 * POST /api/v1/apps/:app/processes            NewProcess → ProcessDraft      (xml given: an import; what cannot run is in `problems`)
 * GET  /api/v1/processes/:process             → ProcessDraft
 * PUT  /api/v1/processes/:process             { revision, xml, name? } → ProcessDraft; 409 DRAFT_CHANGED; 422 BPMN_UNREADABLE
 * POST /api/v1/processes/:process/lint        { xml } → { problems }
 * POST /api/v1/processes/:process/publish     { revision } → ProcessDraft; 422 NOT_PUBLISHABLE with problems while there are errors
 * GET  /api/v1/processes/:process/versions    → ProcessVersion[]
 * GET  /api/v1/processes/:process/versions/:version/xml → text
 * POST /api/v1/processes/:process/start       { data? } → { instance }       (a none start; by hand)
 * DELETE /api/v1/processes/:process
 */
// how large a diagram may be is judged with its content (BPMN_TOO_LARGE); a body above 1 MiB gets no further than the HTTP limit
export const NewProcess = z.strictObject({ name: z.string().trim().min(1).max(60), xml: z.string().optional() })
export type NewProcess = z.infer<typeof NewProcess>
export const SaveProcess = z.strictObject({
  revision: z.number().int(),
  xml: z.string(),
  name: z.string().trim().min(1).max(60).optional(),
})
export type SaveProcess = z.infer<typeof SaveProcess>

export const LintProcess = z.strictObject({ xml: z.string() })
export type LintProcess = z.infer<typeof LintProcess>
export const PublishProcess = z.strictObject({ revision: z.number().int() })
export type PublishProcess = z.infer<typeof PublishProcess>
/** `data`: variables of the new instance. `start`: id of a none start event, where there are several. */
export const StartProcess = z.strictObject({
  data: z.record(z.string(), z.json()).optional(),
  start: z.string().max(200).optional(),
})
export type StartProcess = z.infer<typeof StartProcess>
/** Wall-clock times are meant in this zone where neither the process nor the form names one. */
export const ZONE = 'Asia/Shanghai'

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
