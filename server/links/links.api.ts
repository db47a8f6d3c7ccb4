import { z } from 'zod'
import type { Form, AccessMap } from '#core/form/form'
import type { Text } from '#core/problem'

/**
 * GET   /api/v1/forms/:form/links              → LinkInfo[]            (share right)
 * POST  /api/v1/forms/:form/links              NewLink → LinkInfo      the secret `url` is shown on creation and to those who may share
 * PATCH /api/v1/links/:link                    ChangeLink → LinkInfo
 * Public, the link is the principal (≥128-bit token, stored hashed plus encrypted for re-display by sharers):
 * GET   /api/v1/public/links/:token?channel=   → PublicForm            404 LINK_CLOSED when off, expired or full
 * POST  /api/v1/public/links/:token/files      multipart → FileInfo
 * POST  /api/v1/public/links/:token/records    { values, channel?, startedAt } → Receipt    (Idempotency-Key)
 * GET   /api/v1/public/receipts/:token         → Receipt               the submitter's own progress
 * Page in the browser: /f/:token?channel=线下活动   and   /r/:receipt
 */
export const NewLink = z.strictObject({
  name: z.string().trim().min(1).max(60),
  /** Fixed values for `fromLink` fields, by field key. */
  preset: z.record(z.string(), z.string().max(200)).optional(),
  expiresAt: z.iso.datetime().nullable().optional(),
  quota: z.number().int().min(1).max(1_000_000).nullable().optional(),
})
export type NewLink = z.infer<typeof NewLink>
export const ChangeLink = NewLink.partial().extend({ open: z.boolean().optional() })
export type ChangeLink = z.infer<typeof ChangeLink>
export const PublicSubmission = z.strictObject({
  values: z.record(z.string(), z.unknown()),
  channel: z.string().max(200).optional(),
  startedAt: z.string().max(40).optional(),
})
export interface LinkInfo {
  id: string
  name: string
  /** Path with the token, e.g. /f/8hX…; the web adds its own origin. */
  url: string
  preset: Record<string, string>
  open: boolean
  expiresAt: string | null
  quota: number | null
  submissions: number
  createdAt: string
}
export interface PublicForm {
  form: Form
  organisation: string
  /** hidden, read (fromLink), write, required per field. */
  access: AccessMap
  preset: Record<string, string>
}
export interface Receipt {
  /** Serial number of the record if the form has one, else a short id. */
  number: string
  title: Text
  thanks?: Text
  at: string
  /** Page that shows this receipt again. */
  url: string
  steps: { name: string; state: 'done' | 'current' | 'next'; at?: string }[]
}
