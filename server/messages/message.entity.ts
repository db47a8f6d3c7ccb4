import type { Json } from '#core/problem'
import type { Source } from '../instances/post-messages.js'

/** Row of migration 0016-messages. */
export interface MessageRecord {
  id: string
  name: string
  correlation_key: string
  /** JSON object. */
  data: string
  status: MessageStatus
  n: number
  created_at: string
  expires_at: string
  ended_at: string | null
  delivered_to: string | null
  by_user: string
  source: Source
}

type MessageStatus = 'waiting' | 'delivered' | 'expired'

export const dataOf = (row: Pick<MessageRecord, 'data'>): Record<string, Json> => JSON.parse(row.data) as Record<string, Json>
