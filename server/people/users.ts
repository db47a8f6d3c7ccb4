import type { DataSource } from 'typeorm'
import { inTransaction, type Reader } from '../db/transaction.js'
import type { Page } from '../http/api.js'
import { refuse } from '../http/refusal.js'
import { checkDepartment } from './create-user.js'
import { hashPassword } from './passwords.js'
import type { ChangeUser, Person, UserRow } from './people.api.js'
import type { UserRecord } from './people.entity.js'
import { keepAnAdmin, setRolesOf } from './roles.js'
import { closeSessions } from './sessions.js'

/** What an administrator changes. A new password or disabling ends the user's sessions. 404 NO_SUCH_USER, 409 LAST_ADMIN. */
export async function changeUser(db: DataSource, id: string, change: ChangeUser): Promise<void> {
  const passwordHash = change.password === undefined ? undefined : await hashPassword(change.password)
  await inTransaction(db, async tx => {
    const user = (await tx.query<UserRecord>('SELECT * FROM users WHERE id = ?', [id]))[0]
    if (!user) refuse(404, 'NO_SUCH_USER')
    await checkDepartment(tx, change.department)
    await tx.run('UPDATE users SET name = ?, password = ?, department_id = ?, disabled = ? WHERE id = ?', [
      change.name ?? user.name,
      passwordHash ?? user.password,
      change.department === undefined ? user.department_id : change.department,
      change.disabled === undefined ? user.disabled : Number(change.disabled),
      id,
    ])
    if (change.roles) await setRolesOf(tx, id, change.roles)
    if (change.disabled || passwordHash !== undefined) await closeSessions(tx, id)
    await keepAnAdmin(tx)
  })
}

export interface Listing {
  search?: string
  page: number
  pageSize: number
}

export async function listUsers(read: Reader, { search, page, pageSize }: Listing): Promise<Page<UserRow>> {
  const [where, parameters] = search
    ? [`WHERE LOWER(u.name) LIKE ? ESCAPE '!' OR u.account_key LIKE ? ESCAPE '!'`, [contains(search), contains(search)]]
    : ['', []]
  const count = await read.query<{ n: number }>(`SELECT COUNT(*) AS n FROM users u ${where}`, parameters)
  const rows = await read.query<UserRecord>(`SELECT * FROM users u ${where} ORDER BY u.id LIMIT ? OFFSET ?`, [
    ...parameters,
    pageSize,
    (page - 1) * pageSize,
  ])
  return { items: await rowsOf(read, rows), total: Number(count[0]!.n), page, pageSize }
}

export async function userRow(read: Reader, id: string): Promise<UserRow> {
  const rows = await read.query<UserRecord>('SELECT * FROM users WHERE id = ?', [id])
  return (await rowsOf(read, rows))[0] ?? refuse(404, 'NO_SUCH_USER')
}

/** For pickers and names, at most 50. With ids: exactly those, disabled ones too, because old records name them. */
export async function findPeople(read: Reader, asked: { search?: string; ids?: readonly string[] }): Promise<Person[]> {
  const ids = asked.ids?.slice(0, 50)
  if (ids && ids.length === 0) return []
  const select = 'SELECT u.id, u.name, u.department_id FROM users u'
  const rows = ids
    ? await read.query<UserRecord>(`${select} WHERE u.id IN (${ids.map(() => '?').join(', ')})`, [...ids])
    : await read.query<UserRecord>(
        `${select} WHERE u.disabled = 0 AND (LOWER(u.name) LIKE ? ESCAPE '!' OR u.account_key LIKE ? ESCAPE '!') ORDER BY u.name, u.id LIMIT 50`,
        [contains(asked.search ?? ''), contains(asked.search ?? '')],
      )
  return rows.map(personOf)
}

async function rowsOf(read: Reader, users: UserRecord[]): Promise<UserRow[]> {
  if (users.length === 0) return []
  const members = await read.query<{ role_id: string; user_id: string }>(
    `SELECT role_id, user_id FROM role_members WHERE user_id IN (${users.map(() => '?').join(', ')})`,
    users.map(user => user.id),
  )
  return users.map(user => ({
    ...personOf(user),
    account: user.account,
    roles: members.filter(row => row.user_id === user.id).map(row => row.role_id),
    disabled: Number(user.disabled) === 1,
    lastSeenAt: user.last_seen_at,
  }))
}

const personOf = (user: UserRecord): Person => ({
  id: user.id,
  name: user.name,
  ...(user.department_id ? { department: user.department_id } : {}),
})

/** A LIKE pattern (ESCAPE '!') for texts that contain `text`. */
const contains = (text: string): string => `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`
