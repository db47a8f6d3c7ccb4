import { z } from 'zod'
import type { Json } from '#core/problem'
import type { Page } from '../http/api.js'

/**
 * POST   /api/v1/messages                SendMessage → 202 SentMessage   (who may send messages: access.ts); `Idempotency-Key` serves as id where the body has
 *        none. The same id again is answered with what became of the first. 422 MESSAGE_ID_REUSED for an id of a message of another name or key,
 *        400 TTL_NOT_UNDERSTOOD, 413 BODY_TOO_LARGE (the body of a request is at most 1 MiB)
 * GET    /api/v1/messages                ListMessages → Page<MessageInfo>   (admin)
 * GET    /api/v1/messages/:message       → MessageInfo with data            (admin) 404 NO_SUCH_MESSAGE
 * POST   /api/v1/messages/:message/resend ResendMessage → SentMessage       (admin) an expired one waits again; 409 MESSAGE_DELIVERED
 * DELETE /api/v1/messages/:message       → 204                              (admin) waiting or expired; 409 MESSAGE_DELIVERED
 */
const name = z.string().trim().min(1).max(200)
const key = z.union([z.string().max(200), z.number()]).transform(String)
/** Printable, as the Idempotency-Key. */
const id = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(100)
/** ISO 8601 duration, or seconds; 0: now or never. */
const ttl = z.union([
  z.string().max(50),
  z
    .number()
    .min(0)
    .max(366 * 86_400),
])
const data = z.record(z.string(), z.json())

export const SendMessage = z.strictObject({
  name,
  key: key.optional(),
  data: data.optional(),
  id: id.optional(),
  ttl: ttl.optional(),
})
export type SendMessage = z.infer<typeof SendMessage>
export const ResendMessage = z.strictObject({ ttl: ttl.optional() })
export type ResendMessage = z.infer<typeof ResendMessage>

export interface SentMessage {
  id: string
  /** waiting: nobody listens yet, or its receiver is busy. */
  status: 'waiting' | 'delivered' | 'expired'
  /** The instance that received it, or that it started. */
  instance?: string
}

export const ListMessages = z.strictObject({
  status: z.enum(['waiting', 'delivered', 'expired']).optional(),
  name: z.string().max(200).optional(),
  key: z.string().max(200).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})
export type ListMessages = z.infer<typeof ListMessages>

export interface MessageInfo extends SentMessage {
  name: string
  key: string
  sentAt: string
  expiresAt: string
  endedAt: string | null
  /** User id, or 'system' for a process. */
  by: string
  source: 'process' | 'api' | 'cli'
  data?: Record<string, Json>
}
export type MessagePage = Page<MessageInfo>
