import { problem } from '#core/problem'
import { newId } from '../db/id.js'
import type { Reader, Tx } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { ChangeRole, Grant, RoleInfo } from './people.api.js'
import type { GrantRecord, RoleRecord } from './people.entity.js'

/** A new role; answers its id. `key` is how templates know it again; made from the id when left out. */
export async function createRole(tx: Tx, role: { key?: string; name: string }): Promise<string> {
  const id = newId()
  try {
    await tx.run('INSERT INTO roles (id, role_key, name) VALUES (?, ?, ?)', [id, role.key ?? id, role.name])
  } catch (error) {
    if (tx.dialect.brokenUnique(error) !== undefined) refuse(409, 'ROLE_KEY_TAKEN', { key: role.key })
    throw error
  }
  return id
}

export async function roleByKey(read: Reader, key: string): Promise<string | undefined> {
  return (await read.query<{ id: string }>('SELECT id FROM roles WHERE role_key = ?', [key]))[0]?.id
}

/** Changes name, members or grants; what is left out stays. 404 NO_SUCH_ROLE. */
export async function changeRole(tx: Tx, id: string, change: ChangeRole): Promise<void> {
  if ((await tx.query('SELECT 1 FROM roles WHERE id = ?', [id])).length === 0) refuse(404, 'NO_SUCH_ROLE')
  if (change.name !== undefined) await tx.run('UPDATE roles SET name = ? WHERE id = ?', [change.name, id])
  if (change.members) await setMembers(tx, id, change.members)
  if (change.grants) await setGrants(tx, id, change.grants)
  await keepAnAdmin(tx)
}

/** 409 BUILT_IN_ROLE for `admin`. */
export async function deleteRole(tx: Tx, id: string): Promise<void> {
  const role = (await tx.query<RoleRecord>('SELECT * FROM roles WHERE id = ?', [id]))[0]
  if (!role) refuse(404, 'NO_SUCH_ROLE')
  if (role.role_key === 'admin') refuse(409, 'BUILT_IN_ROLE')
  for (const table of ['role_members', 'role_grants']) await tx.run(`DELETE FROM ${table} WHERE role_id = ?`, [id])
  await tx.run('DELETE FROM roles WHERE id = ?', [id])
}

/** Gives a user exactly these roles. */
export async function setRolesOf(tx: Tx, userId: string, roles: readonly string[]): Promise<void> {
  const wanted = [...new Set(roles)]
  const known = new Set((await tx.query<{ id: string }>('SELECT id FROM roles')).map(row => row.id))
  const missing = wanted.filter(id => !known.has(id))
  if (missing.length > 0) refuse(422, [problem('NO_SUCH_ROLE', 'roles', { missing })])
  await tx.run('DELETE FROM role_members WHERE user_id = ?', [userId])
  for (const id of wanted) await tx.run('INSERT INTO role_members (role_id, user_id) VALUES (?, ?)', [id, userId])
}

/** What a role may do with one form; replaces what it could do before. */
export async function grantRole(tx: Tx, roleId: string, grant: Grant): Promise<void> {
  await tx.run('DELETE FROM role_grants WHERE role_id = ? AND form_id = ?', [roleId, grant.form])
  const actions = JSON.stringify([...new Set(grant.actions)])
  await tx.run('INSERT INTO role_grants (role_id, form_id, actions, row_rule) VALUES (?, ?, ?, ?)', [
    roleId,
    grant.form,
    actions,
    grant.rows,
  ])
}

export async function listRoles(read: Reader): Promise<RoleInfo[]> {
  const [roles, members, grants] = await Promise.all([
    read.query<RoleRecord>('SELECT * FROM roles ORDER BY id'),
    read.query<{ role_id: string; user_id: string }>('SELECT role_id, user_id FROM role_members ORDER BY user_id'),
    read.query<GrantRecord>('SELECT * FROM role_grants ORDER BY form_id'),
  ])
  return roles.map(role => ({
    id: role.id,
    key: role.role_key,
    name: role.name,
    members: members.filter(row => row.role_id === role.id).map(row => row.user_id),
    grants: grants
      .filter(row => row.role_id === role.id)
      .map(row => ({ form: row.form_id, actions: JSON.parse(row.actions), rows: row.row_rule as Grant['rows'] })),
  }))
}

/** Ids of the administrators who are not disabled. */
export async function adminIds(read: Reader): Promise<string[]> {
  const rows = await read.query<{ user_id: string }>(
    "SELECT m.user_id FROM role_members m JOIN roles r ON r.id = m.role_id JOIN users u ON u.id = m.user_id WHERE r.role_key = 'admin' AND u.disabled = 0",
  )
  return rows.map(row => row.user_id)
}

/** Nobody could let anybody in again: 409 LAST_ADMIN unless an administrator who is not disabled remains. */
export async function keepAnAdmin(tx: Tx): Promise<void> {
  // takes the row's lock: of two administrators who remove each other at the same time the second one sees what the first one did
  await tx.run("UPDATE roles SET name = name WHERE role_key = 'admin'")
  if ((await adminIds(tx)).length === 0) refuse(409, 'LAST_ADMIN')
}

async function setMembers(tx: Tx, roleId: string, members: readonly string[]): Promise<void> {
  const wanted = [...new Set(members)]
  const known = new Set((await tx.query<{ id: string }>('SELECT id FROM users')).map(row => row.id))
  const missing = wanted.filter(id => !known.has(id))
  if (missing.length > 0) refuse(422, [problem('NO_SUCH_USER', 'members', { missing })])
  await tx.run('DELETE FROM role_members WHERE role_id = ?', [roleId])
  for (const id of wanted) await tx.run('INSERT INTO role_members (role_id, user_id) VALUES (?, ?)', [roleId, id])
}

async function setGrants(tx: Tx, roleId: string, grants: readonly Grant[]): Promise<void> {
  await tx.run('DELETE FROM role_grants WHERE role_id = ?', [roleId])
  for (const grant of grants) await grantRole(tx, roleId, grant)
}
