import { newId } from '../db/id.js'
import type { Tx } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import { problem } from '#core/problem'
import { setRolesOf } from './roles.js'

export interface CreateUser {
  account: string
  name: string
  /** Of passwords.ts; hashing is slow and happens before the transaction. */
  passwordHash: string
  department?: string | null
  /** Ids of roles. */
  roles?: readonly string[]
  language?: 'zh-CN' | 'en'
}

/** Answers the new user's id. 409 ACCOUNT_TAKEN; 422 for a department or role that is not there. */
export async function createUser(tx: Tx, user: CreateUser, now: Date): Promise<string> {
  await checkDepartment(tx, user.department)
  const id = newId()
  try {
    await tx.run(
      'INSERT INTO users (id, account, account_key, name, password, department_id, language, disabled, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)',
      [
        id,
        user.account,
        accountKey(user.account),
        user.name,
        user.passwordHash,
        user.department ?? null,
        user.language ?? 'zh-CN',
        now.toISOString(),
      ],
    )
  } catch (error) {
    if (tx.dialect.brokenUnique(error) !== undefined) refuse(409, 'ACCOUNT_TAKEN', { account: user.account })
    throw error
  }
  if (user.roles) await setRolesOf(tx, id, user.roles)
  return id
}

/** Accounts are compared without regard to case. */
export const accountKey = (account: string): string => account.trim().toLowerCase()

export async function checkDepartment(tx: Tx, id: string | null | undefined): Promise<void> {
  if (!id) return
  const rows = await tx.query('SELECT 1 FROM departments WHERE id = ?', [id])
  if (rows.length === 0) refuse(422, [problem('NO_SUCH_DEPARTMENT', 'department')])
}
