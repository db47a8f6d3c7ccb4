import { z } from 'zod'
import type { AccessMap, Form } from '#core/form/form'
import type { RecordInfo, LogEntry, PersonRef } from '../records/records.api.js'
import type { Page } from '../http/api.js'
import { Signature } from './approvals.api.js'

/**
 * GET  /api/v1/tasks?folder=todo|done|started|copied&search=&page=   → TaskPage
 * GET  /api/v1/tasks/:task             → TaskInfo                404 NO_SUCH_TASK, also for those who have nothing to do with it
 * POST /api/v1/tasks/:task/claim       → TaskInfo                409 TASK_TAKEN { by }
 * POST /api/v1/tasks/:task/complete    CompleteTask → { next: id of my next open task or null }
 *        409 TASK_DONE { by, at, outcome } when somebody was faster; 409 TASK_CANCELLED; 403 NOT_YOURS; honours Idempotency-Key; 409 RECORD_CHANGED; 422 with problems at fields; nothing half done
 * POST /api/v1/tasks/:task/transfer    { to, note? }             the assignee or an admin
 */
export const ListTasks = z.strictObject({
  folder: z.enum(['todo', 'done', 'started', 'copied']).default('todo'),
  search: z.string().max(100).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})
export type ListTasks = z.infer<typeof ListTasks>
export interface CompletedTask {
  next: string | null
}
export const CompleteTask = z.strictObject({
  outcome: z.string().max(60).optional(),
  opinion: z.string().trim().max(2000).optional(),
  /** Handwritten, where the step asks for one. */
  signature: Signature.optional(),
  /** Approvers chosen for later steps, by element id. */
  picks: z.record(z.string().max(200), z.array(z.string().max(40)).max(100)).optional(),
  /** Form fields that this step may write; only changed ones need be sent. */
  values: z.record(z.string(), z.unknown()).optional(),
  /** Revision of the record that the person saw. */
  rev: z.number().int().optional(),
})
export type CompleteTask = z.infer<typeof CompleteTask>
export const TransferTask = z.strictObject({ to: z.string().max(40), note: z.string().trim().max(500).optional() })
export type TransferTask = z.infer<typeof TransferTask>

export interface TaskRow {
  id: string
  /** Name of the step. */
  name: string
  process: string
  app: string
  /** Title of the record, or of the process. */
  title: string
  facts: { label: string; text: string }[]
  state: 'open' | 'completed' | 'cancelled'
  assignee: PersonRef | null
  candidates: number
  startedBy: PersonRef | null
  createdAt: string
  dueAt: string | null
  completedAt: string | null
  outcome: string | null
  outcomeLabel: string | null
  formId: string | null
  recordId: string | null
  instanceId: string
  unread: boolean
}
export interface TaskPage extends Page<TaskRow> {
  counts: { todo: number; done: number; started: number; copied: number; overdue: number }
}
export interface TaskInfo extends TaskRow {
  mine: boolean
  /** May be claimed by me. */
  claimable: boolean
  /** One entry with an empty label where the diagram names no verbs. */
  outcomes: { name: string; label: string; opinion: boolean; primary: boolean; signature?: boolean }[]
  form: { id: string; version: number; form: Form } | null
  access: AccessMap
  record: RecordInfo | null
  /** What others changed since I last opened this task. */
  changes: LogEntry[]
  why: { people: string[]; facts: unknown } | null
  documentation: string | null
  /** The step is an approval; more of it at …/approval (approvals.api.ts). */
  approval: boolean
  /** Out of the office: for whom the assignee acts. */
  onBehalfOf: PersonRef | null
}
