import type { DataSource } from 'typeorm'
import { inTransaction, reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Throttle } from '../http/throttle.js'
import { accountKey } from './create-user.js'
import { passwordMatches } from './passwords.js'
import type { SignIn } from './people.api.js'
import type { UserRecord } from './people.entity.js'
import { openSession } from './sessions.js'

/** From where a sign-in comes. */
export interface Caller {
  ip: string
  device: string
}

/**
 * A session for the right password. Unknown account, wrong password and disabled account get the same answer in the same time:
 * 401 WRONG_PASSWORD. Too many tries of an account or from an address: 429 TOO_MANY_TRIES.
 */
export async function signIn(
  db: DataSource,
  throttle: Throttle,
  asked: SignIn,
  caller: Caller,
  now: Date,
): Promise<{ user: string; token: string }> {
  const key = accountKey(asked.account)
  // per address generously (an office shares one), per account at an address strictly, per account alone in between: guessing from many
  // addresses is slow, and a stranger does not easily lock the owner out
  throttle.take(`sign-in:${caller.ip}`, { burst: 100, perMinute: 60 })
  const tries = [
    [`sign-in:${caller.ip}:${key}`, 5],
    [`sign-in:*:${key}`, 50],
  ] as const
  for (const [name, free] of tries) throttle.attempt(name, free)
  const user = (await reader(db).query<UserRecord>('SELECT * FROM users WHERE account_key = ?', [key]))[0]
  const right = await passwordMatches(user?.password, asked.password)
  if (!right || !user || user.disabled) refuse(401, 'WRONG_PASSWORD')
  for (const [name] of tries) throttle.succeeded(name)
  const session = await inTransaction(db, tx => openSession(tx, user.id, caller.device, now))
  return { user: user.id, token: session.token }
}
