import { problem, type Problem } from '#core/problem'
import { add } from '#core/process/schedule'
import { KEPT } from '../instances/post-messages.js'

/** Nothing waits longer: milliseconds. */
const LONGEST = 366 * 86_400_000

/** Until when a message of `ttl` (seconds, or ISO 8601 duration; none: seven days) waits. TTL_NOT_UNDERSTOOD { text }. */
export function expiryOf(ttl: number | string | undefined, at: string): string | { problem: Problem } {
  const now = Date.parse(at)
  if (ttl === undefined) return new Date(now + KEPT).toISOString()
  if (typeof ttl === 'number') return new Date(now + Math.round(ttl * 1000)).toISOString()
  try {
    const until = add(at, ttl, 'UTC')
    if (Date.parse(until) - now <= LONGEST) return until
  } catch {
    // said below
  }
  return { problem: problem('TTL_NOT_UNDERSTOOD', 'ttl', { text: ttl }) }
}
