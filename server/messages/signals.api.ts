import { z } from 'zod'
import type { Page } from '../http/api.js'

/**
 * POST /api/v1/signals          ThrowSignal → 202 SignalInfo      (who may send messages: access.ts); `Idempotency-Key` serves as id where the body has none.
 *      The same id again is answered with how far the first has come; 422 SIGNAL_ID_REUSED for an id of a signal of another name
 * GET  /api/v1/signals?page=    → Page<SignalInfo>                (admin) the newest first
 * GET  /api/v1/signals/:signal  → SignalInfo                      (admin) 404 NO_SUCH_SIGNAL
 */
export const ThrowSignal = z.strictObject({
  name: z.string().trim().min(1).max(200),
  data: z.record(z.string(), z.json()).optional(),
  /** Printable, as the Idempotency-Key. */
  id: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(100)
    .optional(),
})
export type ThrowSignal = z.infer<typeof ThrowSignal>

export const ListSignals = z.strictObject({ page: z.coerce.number().int().min(1).max(100_000).default(1) })
export type ListSignals = z.infer<typeof ListSignals>

export interface SignalInfo {
  id: string
  name: string
  status: 'underway' | 'done'
  /** Instances that received it, and those that it started; so far, while it is under way (counted by pages). */
  reached: number
  started: number
  sentAt: string
  endedAt: string | null
  by: string
  source: 'process' | 'api' | 'cli'
}
export type SignalPage = Page<SignalInfo>
