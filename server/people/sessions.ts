import { createHash, randomBytes } from 'node:crypto'
import { newId } from '../db/id.js'
import type { Reader, Tx } from '../db/transaction.js'
import type { SessionInfo } from './people.api.js'
import type { SessionRecord } from './people.entity.js'

const day = 86_400_000
const idle = 30 * day
const absolute = 90 * day
/** How exact `last_seen_at` is; saves a write per request. */
const stale = 5 * 60_000

/** A new session. Answers the token for the cookie: 256 random bits, of which only the hash is kept. */
export async function openSession(tx: Tx, userId: string, device: string, now: Date): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const id = newId()
  const at = now.toISOString()
  await tx.run('DELETE FROM sessions WHERE user_id = ? AND (last_seen_at < ? OR created_at < ?)', [
    userId,
    before(now, idle),
    before(now, absolute),
  ])
  await tx.run('INSERT INTO sessions (id, user_id, token_hash, device, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)', [
    id,
    userId,
    hashToken(token),
    device.slice(0, 200),
    at,
    at,
  ])
  await tx.run('UPDATE users SET last_seen_at = ? WHERE id = ?', [at, userId])
  return { id, token }
}

/** The live session of a token; undefined when it is unknown, ended, idle for 30 days or older than 90. */
export async function findSession(read: Reader, token: string, now: Date): Promise<SessionRecord | undefined> {
  const rows = await read.query<SessionRecord>(
    'SELECT * FROM sessions WHERE token_hash = ? AND last_seen_at > ? AND created_at > ?',
    [hashToken(token), before(now, idle), before(now, absolute)],
  )
  return rows[0]
}

export const needsTouch = (session: SessionRecord, now: Date): boolean => now.getTime() - Date.parse(session.last_seen_at) > stale

export async function touchSession(tx: Tx, session: SessionRecord, now: Date): Promise<void> {
  await tx.run('UPDATE sessions SET last_seen_at = ? WHERE id = ?', [now.toISOString(), session.id])
  await tx.run('UPDATE users SET last_seen_at = ? WHERE id = ?', [now.toISOString(), session.user_id])
}

export async function listSessions(read: Reader, userId: string, current: string, now: Date): Promise<SessionInfo[]> {
  const rows = await read.query<SessionRecord>(
    'SELECT * FROM sessions WHERE user_id = ? AND last_seen_at > ? ORDER BY last_seen_at DESC',
    [userId, before(now, idle)],
  )
  return rows.map(row => ({
    id: row.id,
    device: row.device,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    current: row.id === current,
  }))
}

/** Ends one session of a user; answers whether it was there. */
export async function closeSession(tx: Tx, userId: string, id: string): Promise<boolean> {
  return (await tx.run('DELETE FROM sessions WHERE id = ? AND user_id = ?', [id, userId])) > 0
}

/** Ends all sessions of a user, but `except` that one. */
export async function closeSessions(tx: Tx, userId: string, except = ''): Promise<void> {
  await tx.run('DELETE FROM sessions WHERE user_id = ? AND id <> ?', [userId, except])
}

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
const before = (now: Date, milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString()
