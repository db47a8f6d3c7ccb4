import { z } from 'zod'
import type { Change } from '#core/form/diff-form'
import type { Form, AccessMap } from '#core/form/form'
import type { Problem, Text } from '#core/problem'

/**
 * GET  /api/v1/forms/:form               → FormInfo          the published form with my rights
 * POST /api/v1/apps/:app/forms           NewForm → DraftInfo                      (admin)
 * GET  /api/v1/forms/:form/draft         → DraftInfo                              (admin)
 * PUT  /api/v1/forms/:form/draft         SaveDraft → DraftInfo; 409 DRAFT_CHANGED when `revision` is not the stored one
 * POST /api/v1/forms/:form/draft/discard → DraftInfo         back to the published version
 * POST /api/v1/forms/:form/plan          → PublishPlan       what publishing would do, nothing is changed
 * POST /api/v1/forms/:form/publish       { revision } → FormInfo; 422 with problems when the lint finds errors
 * GET  /api/v1/forms/:form/versions      → VersionInfo[]
 * GET  /api/v1/forms/:form/versions/:version → Form       as it was published
 * DELETE /api/v1/forms/:form             the form disappears from lists; its table stays until an explicit purge
 */
export interface FormInfo {
  id: string
  app: string
  version: number
  form: Form
  actions: ('view' | 'create' | 'edit' | 'delete' | 'import' | 'export' | 'share' | 'reveal' | 'design')[]
  access: AccessMap
}
export const NewForm = z.strictObject({
  name: z.string().trim().min(1).max(60),
  key: z.string().max(40).optional(),
  form: z.record(z.string(), z.unknown()).optional(),
})
export type NewForm = z.infer<typeof NewForm>
export const SaveDraft = z.strictObject({ revision: z.number().int(), form: z.record(z.string(), z.unknown()) })
export interface SaveDraft {
  revision: number
  form: Form
}
export interface DraftInfo {
  id: string
  app: string
  revision: number
  form: Form
  /** The published version that the draft started from; null before the first. */
  published: { version: number; at: string; by: string } | null
  /** How many facts of diff separate it from the published one. */
  changes: number
  problems: DesignProblem[]
}
export interface DesignProblem extends Problem {
  severity: 'error' | 'warning'
}
export interface PublishPlan {
  version: number
  problems: DesignProblem[]
  /** diff-form facts. */
  changes: Change[]
  /** DDL in order, in words the operator reads. */
  steps: {
    code: 'CREATE_TABLE' | 'ADD_COLUMN' | 'COPY_COLUMN' | 'ADD_UNIQUE' | 'DROP_UNIQUE' | 'ADD_INDEX'
    table: string
    column?: string
    sql: string
  }[]
  records: number
}
export interface VersionInfo {
  version: number
  at: string
  by: { id: string; name: string }
  changes: PublishPlan['changes']
}
export const Publish = z.strictObject({ revision: z.number().int() })
export type Publish = z.infer<typeof Publish>
export type FormName = Text
