import { Injectable } from '@nestjs/common'
import { Clock } from '../clock.js'
import { Refusal } from './refusal.js'

interface Bucket {
  tokens: number
  at: number
}

/** Token buckets and growing delays, in memory: with several servers each counts for itself. */
@Injectable()
export class Throttle {
  private readonly buckets = new Map<string, Bucket>()
  private readonly failures = new Map<string, { count: number; until: number; at: number }>()

  constructor(private readonly clock: Clock) {}

  /** Takes one token of `key`; 429 when the bucket is empty. `burst` at once, `perMinute` in the long run. */
  take(key: string, limit: { burst: number; perMinute: number }): void {
    const now = this.clock.now().getTime()
    const bucket = this.buckets.get(key) ?? { tokens: limit.burst, at: now }
    const tokens = Math.min(limit.burst, bucket.tokens + (Math.max(0, now - bucket.at) * limit.perMinute) / 60_000)
    if (tokens < 1) throw tooMany(((1 - tokens) * 60) / limit.perMinute)
    put(this.buckets, key, { tokens: tokens - 1, at: now })
  }

  /**
   * Counts a try before it is known whether it fails, so that parallel tries count too. After `free` of them each has to wait
   * twice as long as the one before, up to 15 minutes; `succeeded` forgets them, so does a quiet day.
   */
  attempt(key: string, free: number): void {
    const now = this.clock.now().getTime()
    const known = this.failures.get(key)
    const past = known && now - known.at < 86_400_000 ? known : { count: 0, until: 0, at: now }
    if (past.until > now) throw tooMany((past.until - now) / 1000)
    const count = past.count + 1
    const wait = count < free ? 0 : Math.min(900, 2 ** Math.min(count - free + 1, 20)) * 1000
    put(this.failures, key, { count, until: now + wait, at: now })
  }

  succeeded(key: string): void {
    this.failures.delete(key)
  }
}

const tooMany = (seconds: number): Refusal =>
  new Refusal(429, 'TOO_MANY_TRIES', [], { retryAfter: Math.max(1, Math.ceil(seconds)) })

/** The least recently used go when there are too many keys: memory stays small under a flood of addresses. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > 50_000) map.delete(map.keys().next().value!)
}
