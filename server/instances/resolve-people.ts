import type { Assignment } from '#core/process/definition'
import type { Host } from '#core/process/host'
import { problem, type Json } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import type { Reader } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'

type Context = Parameters<Host['people']>[1]
type Answer = Awaited<ReturnType<Host['people']>>
/** People with the facts that led to them. */
interface Found {
  users: string[]
  facts: Record<string, Json>
}

/**
 * Who does a step: one person is its assignee, several are candidates who may claim it. Only people who are there count (not disabled). Nobody
 * left is NOBODY_TO_ASK, which stops the token visibly instead of leaving a task that nobody sees.
 */
export async function resolvePeople(read: Reader, evaluate: Evaluate, assignment: Assignment, context: Context): Promise<Answer> {
  const found = await find(read, evaluate, assignment, context)
  if ('problem' in found) return found
  const present = await onlyPresent(read, found.users)
  const facts = { type: assignment.type, ...found.facts }
  if (present.length === 0) return { problem: problem('NOBODY_TO_ASK', undefined, facts) }
  const pick = 'pick' in assignment && assignment.pick === 'fewest' && present.length > 1
  const users = pick ? [await leastBusy(read, present)] : present
  const why: Json = { ...facts, ...(pick ? { pick: 'fewest', of: present.length } : {}) }
  return users.length === 1 ? { assignee: users[0]!, candidates: [], why } : { candidates: users, why }
}

async function find(
  read: Reader,
  evaluate: Evaluate,
  assignment: Assignment,
  context: Context,
): Promise<Found | Extract<Answer, { problem: unknown }>> {
  switch (assignment.type) {
    case 'user':
      return { users: await usersNamed(read, assignment.users), facts: {} }
    case 'initiator':
      return { users: [context.startedBy], facts: {} }
    case 'role':
      return withRole(read, assignment.role)
    case 'department':
      return ofDepartment(read, assignment.department)
    case 'field':
      return { users: idsIn(valueAt(context, assignment.field)), facts: { field: assignment.field } }
    case 'head': {
      const { of, level = 1 } = assignment
      const head = (await headsAbove(read, of, context, level))[level - 1]
      return { users: head ? [head.id] : [], facts: { of: of as Json, level, ...(head ? { department: head.department } : {}) } }
    }
    case 'heads': {
      const { of, level } = assignment
      const heads = await headsAbove(read, of, context, level)
      const facts = { of: of as Json, ...(level === undefined ? {} : { level }), departments: heads.map(head => head.department) }
      return { users: heads.map(head => head.id), facts }
    }
    case 'department-head':
      return headsOfDepartments(read, [assignment.department])
    case 'department-field': {
      const departments = idsIn(valueAt(context, assignment.field))
      if (assignment.who === 'head') return headsOfDepartments(read, departments)
      const found = await Promise.all(departments.map(department => ofDepartment(read, department)))
      return { users: found.flatMap(each => each.users), facts: { departments: found.map(each => each.facts.department!) } }
    }
    case 'pick':
      // the core knows who was chosen and asks for those by name
      return { users: [], facts: {} }
    case 'expression': {
      const result = await evaluate(assignment.expression, context.values, { initiator: context.startedBy })
      if ('problem' in result) return result
      return { users: await usersNamed(read, idsIn(result.value)), facts: { expression: assignment.expression } }
    }
  }
}

const valueAt = (context: Context, field: string): Json | undefined => context.values[field] ?? context.record?.[field]
const idsIn = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string' && each !== '')

/** Diagrams name people by id, templates by account. */
async function usersNamed(read: Reader, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const list = oneOf(names.length)
  const lower = names.map(name => name.toLowerCase())
  const rows = await read.query<{ id: string; account_key: string }>(
    `SELECT id, account_key FROM users WHERE id ${list} OR account_key ${list}`,
    [...names, ...lower],
  )
  return names.flatMap(name => rows.find(row => row.id === name || row.account_key === name.toLowerCase())?.id ?? [])
}

async function withRole(read: Reader, role: string): Promise<Found> {
  const rows = await read.query<{ user_id: string; name: string }>(
    'SELECT m.user_id, r.name FROM roles r JOIN role_members m ON m.role_id = r.id WHERE r.id = ? OR r.role_key = ? ORDER BY m.user_id',
    [role, role],
  )
  return { users: rows.map(row => row.user_id), facts: { role: rows[0]?.name ?? role } }
}

async function ofDepartment(read: Reader, department: string): Promise<Found> {
  const rows = await read.query<{ id: string; name: string }>(
    'SELECT u.id, d.name FROM departments d JOIN users u ON u.department_id = d.id WHERE d.id = ? OR d.name = ? ORDER BY u.id',
    [department, department],
  )
  return { users: rows.map(row => row.id), facts: { department: rows[0]?.name ?? department } }
}

async function headsOfDepartments(read: Reader, departments: readonly string[]): Promise<Found> {
  if (departments.length === 0) return { users: [], facts: { departments: [] } }
  const list = oneOf(departments.length)
  const rows = await read.query<{ name: string; head_id: string | null }>(
    `SELECT name, head_id FROM departments WHERE id ${list} OR name ${list} ORDER BY id`,
    [...departments, ...departments],
  )
  return { users: rows.flatMap(row => row.head_id ?? []), facts: { departments: rows.map(row => row.name) } }
}

type Of = Extract<Assignment, { type: 'head' }>['of']
/** Up the tree from the person's own department: heads who are not the person himself, at most `level`. Departments without a head are passed by. */
async function headsAbove(
  read: Reader,
  of: Of,
  context: Context,
  level = Infinity,
): Promise<{ id: string; department: string }[]> {
  const person = of === 'initiator' ? context.startedBy : idsIn(valueAt(context, of.field))[0]
  if (person === undefined) return []
  const heads: { id: string; department: string }[] = []
  const [own] = await read.query<{ department_id: string | null }>('SELECT department_id FROM users WHERE id = ?', [person])
  let at = own?.department_id ?? null
  const seen = new Set<string>()
  while (at !== null && !seen.has(at) && heads.length < level) {
    seen.add(at)
    const [department] = await read.query<{ name: string; parent_id: string | null; head_id: string | null }>(
      'SELECT name, parent_id, head_id FROM departments WHERE id = ?',
      [at],
    )
    if (!department) break
    if (department.head_id !== null && department.head_id !== person)
      heads.push({ id: department.head_id, department: department.name })
    at = department.parent_id
  }
  return heads
}

async function onlyPresent(read: Reader, users: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(users)]
  if (wanted.length === 0) return []
  const rows = await read.query<{ id: string }>(`SELECT id FROM users WHERE disabled = 0 AND id ${oneOf(wanted.length)}`, wanted)
  const present = new Set(rows.map(row => row.id))
  return wanted.filter(id => present.has(id))
}

/** The fewest open tasks; among equals the one whose last task is the longest ago, so that work goes round. Reads open tasks and one index entry each. */
async function leastBusy(read: Reader, users: readonly string[]): Promise<string> {
  const busy = await read.query<{ assignee: string; n: number }>(
    `SELECT assignee, COUNT(*) AS n FROM tasks WHERE assignee ${oneOf(users.length)} AND status = 'open' GROUP BY assignee`,
    [...users],
  )
  const load = (user: string) => Number(busy.find(row => row.assignee === user)?.n ?? 0)
  const fewest = Math.min(...users.map(load))
  const equals = users.filter(user => load(user) === fewest)
  if (equals.length === 1) return equals[0]!
  const lasts = await Promise.all(equals.map(user => lastTask(read, user)))
  const oldest = lasts.reduce((a, b) => (b < a ? b : a))
  return equals[lasts.indexOf(oldest)]!
}

async function lastTask(read: Reader, user: string): Promise<string> {
  const newest = (status: string) =>
    read.query<{ at: string | null }>('SELECT MAX(created_at) AS at FROM tasks WHERE assignee = ? AND status = ?', [user, status])
  const [open, completed] = await Promise.all([newest('open'), newest('completed')])
  return [open[0]?.at ?? '', completed[0]?.at ?? ''].sort()[1]!
}
