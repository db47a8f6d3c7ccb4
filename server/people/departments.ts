import { problem } from '#core/problem'
import { newId } from '../db/id.js'
import type { Reader, Tx } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Department, NewDepartment } from './people.api.js'
import type { DepartmentRecord } from './people.entity.js'

/** Answers the new department's id. */
export async function createDepartment(tx: Tx, department: NewDepartment): Promise<string> {
  const id = newId()
  await checkReferences(tx, department)
  await tx.run('INSERT INTO departments (id, name, parent_id, head_id) VALUES (?, ?, ?, ?)', [
    id,
    department.name,
    department.parent ?? null,
    department.head ?? null,
  ])
  return id
}

/** 422 DEPARTMENT_CIRCLE when it would stand below itself. */
export async function changeDepartment(tx: Tx, id: string, change: Partial<NewDepartment>): Promise<void> {
  const row = await departmentOf(tx, id)
  await checkReferences(tx, change)
  if (change.parent && (await below(tx, id)).has(change.parent)) refuse(422, [problem('DEPARTMENT_CIRCLE', 'parent')])
  await tx.run('UPDATE departments SET name = ?, parent_id = ?, head_id = ? WHERE id = ?', [
    change.name ?? row.name,
    change.parent === undefined ? row.parent_id : change.parent,
    change.head === undefined ? row.head_id : change.head,
    id,
  ])
}

/** 409 DEPARTMENT_NOT_EMPTY while it has members or departments below it. */
export async function deleteDepartment(tx: Tx, id: string): Promise<void> {
  await departmentOf(tx, id)
  const inside = await tx.query(
    'SELECT id FROM users WHERE department_id = ? UNION ALL SELECT id FROM departments WHERE parent_id = ?',
    [id, id],
  )
  if (inside.length > 0) refuse(409, 'DEPARTMENT_NOT_EMPTY', { count: inside.length })
  await tx.run('DELETE FROM departments WHERE id = ?', [id])
}

export async function listDepartments(read: Reader): Promise<Department[]> {
  const rows = await read.query<DepartmentRecord & { members: number }>(
    'SELECT d.*, (SELECT COUNT(*) FROM users u WHERE u.department_id = d.id AND u.disabled = 0) AS members FROM departments d ORDER BY d.id',
  )
  return rows.map(row => ({ id: row.id, name: row.name, parent: row.parent_id, head: row.head_id, members: Number(row.members) }))
}

async function departmentOf(tx: Tx, id: string): Promise<DepartmentRecord> {
  return (
    (await tx.query<DepartmentRecord>('SELECT * FROM departments WHERE id = ?', [id]))[0] ?? refuse(404, 'NO_SUCH_DEPARTMENT')
  )
}

async function checkReferences(tx: Tx, { parent, head }: Partial<NewDepartment>): Promise<void> {
  if (parent && (await tx.query('SELECT 1 FROM departments WHERE id = ?', [parent])).length === 0)
    refuse(422, [problem('NO_SUCH_DEPARTMENT', 'parent')])
  if (head && (await tx.query('SELECT 1 FROM users WHERE id = ?', [head])).length === 0)
    refuse(422, [problem('NO_SUCH_USER', 'head')])
}

/** A department and all below it. */
async function below(tx: Tx, id: string): Promise<Set<string>> {
  const rows = await tx.query<{ id: string; parent_id: string | null }>('SELECT id, parent_id FROM departments')
  const found = new Set([id])
  for (let before = 0; before !== found.size;) {
    before = found.size
    for (const row of rows) if (row.parent_id && found.has(row.parent_id)) found.add(row.id)
  }
  return found
}
