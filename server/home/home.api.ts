import { z } from 'zod'
import type { TaskRow } from '../tasks/tasks.api.js'

/** GET /api/v1/home → Home · GET /api/v1/notifications → NotificationInfo[] · POST /api/v1/notifications/read ReadNotifications (none named: all) · GET /api/v1/events (SSE, http/api.ts) */
export const ReadNotifications = z.strictObject({ ids: z.array(z.string().max(64)).max(500).optional() })
export type ReadNotifications = z.infer<typeof ReadNotifications>

export interface Home {
  /** Tasks with a choice of outcomes. */
  approvals: TaskRow[]
  /** Other open tasks of mine, by due date. */
  todos: TaskRow[]
  counts: { approvals: number; todos: number; overdue: number; today: number }
  /** Forms I may create records in. */
  quick: { form: string; name: { zh: string; en?: string }; app: string; icon: string }[]
  recent: { form: string; record: string; title: string; formName: { zh: string; en?: string }; at: string }[]
  /** Admins: processes with open repairs. */
  repairs: number
}
export interface NotificationInfo {
  id: string
  at: string
  /**
   * NOTE: title and body as an admin wrote them. TASK_NEW, TASK_DUE, TASK_TRANSFERRED, TASK_URGED, TASK_COPIED, TASK_ESCALATED, REPAIR_NEW: title is the record's (else the process's), body the step's;
   * the web says the sentence.
   */
  code: 'NOTE' | 'TASK_NEW' | 'TASK_DUE' | 'TASK_TRANSFERRED' | 'TASK_URGED' | 'TASK_COPIED' | 'TASK_ESCALATED' | 'REPAIR_NEW'
  title: string
  body: string
  task: string | null
  record: { form: string; id: string } | null
  read: boolean
}
