import { z } from 'zod'

/**
 * GET  /api/v1/apps        → AppInfo[]     what this user can open, with its forms and processes
 * POST /api/v1/apps        NewApp → AppInfo                     (admin)
 * PATCH /api/v1/apps/:app  ChangeApp → AppInfo           (admin)
 */
export const NewApp = z.strictObject({ name: z.string().trim().min(1).max(60), icon: z.string().max(40).optional() })
export type NewApp = z.infer<typeof NewApp>
export const ChangeApp = NewApp.partial()
export type ChangeApp = z.infer<typeof ChangeApp>

export interface AppInfo {
  id: string
  key: string
  name: { zh: string; en?: string }
  icon: string
  forms: FormEntry[]
  /** Admins only. */
  processes: ProcessEntry[]
}
export interface FormEntry {
  id: string
  key: string
  name: { zh: string; en?: string }
  /** 0 while never published. */
  version: number
  /** Live records this user can see. */
  count: number
  actions: string[]
}
export interface ProcessEntry {
  id: string
  key: string
  name: string
  version: number
  running: number
}
