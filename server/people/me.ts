import type { DataSource } from 'typeorm'
import { problem } from '#core/problem'
import { inTransaction, reader, type Reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Throttle } from '../http/throttle.js'
import { organisationName } from './organisation.js'
import { hashPassword, passwordMatches } from './passwords.js'
import type { ChangeMe, Me } from './people.api.js'
import type { UserRecord } from './people.entity.js'
import type { UserPrincipal } from './principal.js'
import { closeSessions } from './sessions.js'

export async function meOf(read: Reader, userId: string): Promise<Me> {
  const [users, roles, organisation] = await Promise.all([
    read.query<UserRecord & { department: string | null }>(
      'SELECT u.*, d.name AS department FROM users u LEFT JOIN departments d ON d.id = u.department_id WHERE u.id = ?',
      [userId],
    ),
    read.query<{ id: string; role_key: string }>(
      'SELECT r.id, r.role_key FROM role_members m JOIN roles r ON r.id = m.role_id WHERE m.user_id = ?',
      [userId],
    ),
    organisationName(read),
  ])
  const user = users[0]
  if (!user) refuse(401, 'SIGNED_OUT')
  return {
    id: user.id,
    account: user.account,
    name: user.name,
    department: user.department_id && user.department ? { id: user.department_id, name: user.department } : null,
    roles: roles.map(role => role.id),
    admin: roles.some(role => role.role_key === 'admin'),
    language: user.language as Me['language'],
    organisation: organisation ?? '',
  }
}

/**
 * A new password needs the old one (422 WRONG_PASSWORD at password.old) and ends all other sessions. Who guesses the old one, at a browser that
 * was left open, is slowed down as at the sign-in: 429 TOO_MANY_TRIES.
 */
export async function changeMe(db: DataSource, throttle: Throttle, who: UserPrincipal, change: ChangeMe): Promise<void> {
  const passwordHash = change.password ? await checkedPassword(db, throttle, who, change.password) : undefined
  await inTransaction(db, async tx => {
    if (change.name !== undefined) await tx.run('UPDATE users SET name = ? WHERE id = ?', [change.name, who.id])
    if (change.language !== undefined) await tx.run('UPDATE users SET language = ? WHERE id = ?', [change.language, who.id])
    if (passwordHash === undefined) return
    await tx.run('UPDATE users SET password = ? WHERE id = ?', [passwordHash, who.id])
    await closeSessions(tx, who.id, who.session)
  })
}

async function checkedPassword(
  db: DataSource,
  throttle: Throttle,
  who: UserPrincipal,
  given: { old: string; new: string },
): Promise<string> {
  throttle.attempt(`password:${who.id}`, 5)
  const user = (await reader(db).query<UserRecord>('SELECT * FROM users WHERE id = ?', [who.id]))[0]
  if (!(await passwordMatches(user?.password, given.old))) refuse(422, [problem('WRONG_PASSWORD', 'password.old')])
  throttle.succeeded(`password:${who.id}`)
  return hashPassword(given.new)
}
