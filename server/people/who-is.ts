import type { Reader } from '../db/transaction.js'
import type { Grant } from './people.api.js'
import type { SessionRecord } from './people.entity.js'
import type { UserPrincipal } from './principal.js'

/** The user of a session (or of work that goes on after it, such as an import) with all that his roles grant now; undefined when he is disabled or gone. */
export async function whoIs(read: Reader, session: Pick<SessionRecord, 'id' | 'user_id'>): Promise<UserPrincipal | undefined> {
  const userId = session.user_id
  const [users, roles, below] = await Promise.all([
    read.query<{ name: string; department_id: string | null; language: string }>(
      'SELECT name, department_id, language FROM users WHERE id = ? AND disabled = 0',
      [userId],
    ),
    read.query<RoleRow>(
      `SELECT r.id, r.role_key, g.form_id, g.actions, g.row_rule FROM role_members m
       JOIN roles r ON r.id = m.role_id LEFT JOIN role_grants g ON g.role_id = r.id WHERE m.user_id = ?`,
      [userId],
    ),
    read.query<{ id: string }>(
      `WITH RECURSIVE below (id) AS (SELECT department_id FROM users WHERE id = ? AND department_id IS NOT NULL
       UNION SELECT d.id FROM departments d JOIN below ON d.parent_id = below.id) SELECT id FROM below`,
      [userId],
    ),
  ])
  const user = users[0]
  if (!user) return undefined
  return {
    type: 'user',
    id: userId,
    name: user.name,
    department: user.department_id,
    departments: below.map(row => row.id),
    roles: [...new Set(roles.map(row => row.id))],
    admin: roles.some(row => row.role_key === 'admin'),
    grants: roles.flatMap(grantOf),
    language: user.language as UserPrincipal['language'],
    session: session.id,
  }
}

interface RoleRow {
  id: string
  role_key: string
  form_id: string | null
  actions: string | null
  row_rule: Grant['rows'] | null
}

const grantOf = (row: RoleRow): Grant[] =>
  row.form_id === null ? [] : [{ form: row.form_id, actions: JSON.parse(row.actions!) as Grant['actions'], rows: row.row_rule! }]
