import type { Problem } from '#core/problem'

/** RFC 9457 body of every refusal (application/problem+json). `code` is stable; texts are the caller's business. */
export interface ProblemBody {
  type: string
  status: number
  code: string
  problems: Problem[]
  /** For the sentence of `code`. `retryAfter`: seconds, also in the header. */
  params?: Record<string, unknown>
  /** Names one request in the server's log. */
  request: string
}

export interface Page<T> {
  items: T[]
  total: number
  page: number
  pageSize: number
}

/**
 * Sent as server-sent events on GET /api/v1/events: something that this user can see has changed. The browser re-reads what it shows.
 * task: the inbox changed · record: id of a record · import, batch: progress · notification.
 */
export interface LiveEvent {
  kind: 'task' | 'record' | 'instance' | 'import' | 'batch' | 'notification'
  id?: string
  form?: string
}
