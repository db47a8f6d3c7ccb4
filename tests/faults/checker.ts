import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Found, Row } from './found.js'
import { checkInstances } from './checker-instances.js'
import { groups, one, parse } from './rows.js'
import type { Act, Journal } from './workload.js'

/** `rule`: which of the README's list is broken. */
export interface Fault {
  rule: number
  what: string
}

export interface Facts {
  found: Found
  journal: Journal
  /** Members of the role that has all tasks. */
  people: number
  /** Idempotency-Keys that the webhook's receiver saw, by body. */
  called: Map<string, string[]>
  /** Everything was worked off: no instance may be under way any more. */
  ended: boolean
}

/** What is wrong in a database, given what its clients were told. Pure. */
export function check(facts: Facts): Fault[] {
  const { found, journal } = facts
  if (found.broken.length > 0) return found.broken.map(what => ({ rule: 9, what }))
  return [
    ...journal.flatMap(act => (act.kind === 'submit' ? submission(found, act) : completion(found, act))),
    ...journal.flatMap(act => oneAnswer(found, act)),
    ...orphans(found),
    ...checkInstances(facts),
  ]
}

const won = (act: Act): boolean => act.answers.some(reply => reply.status < 300)
const lost = (act: Act): boolean => act.answers.some(reply => reply.status >= 300)

function submission(found: Found, act: Act): Fault[] {
  const { name, code, shape, amount } = act.body.values as Row
  const rows = index(found, 'orders by name', () => groups(found.records('order'), row => row.name)).get(name) ?? []
  if (lost(act)) return rows.length === 0 ? [] : [{ rule: 2, what: `${act.key} was refused, but is there` }]
  const same = index(found, 'orders by code', () => groups(found.records('order'), row => row.code)).get(code) ?? []
  const faults: Fault[] = same.length > 1 ? [{ rule: 2, what: `${same.length} records with the unique code ${code}` }] : []
  if (rows.length > 1) faults.push({ rule: 2, what: `${rows.length} records for the key ${act.key}` })
  if (!won(act)) return faults
  const [row] = rows
  if (!row) return [...faults, { rule: 1, what: `${act.key} was acknowledged, its record is not there` }]
  if (row.code !== code || row.shape !== shape || Number(row.amount) !== amount)
    faults.push({ rule: 1, what: `${act.key} has other values than were sent` })
  const body = act.answers.find(reply => reply.status < 300)!.body as { id?: string; url?: string }
  if (body.id !== undefined && body.id !== row._id) faults.push({ rule: 2, what: `${act.key} was told another record's id` })
  if (body.url !== undefined) {
    const hash = createHash('sha256').update(body.url.replace('/r/', '')).digest('hex')
    const receipts = found.tables.receipts!.filter(each => each.token_hash === hash && each.record_id === row._id)
    if (receipts.length !== 1) faults.push({ rule: 1, what: `${act.key}: ${receipts.length} receipts` })
  }
  const made = created(found).get(row._id)?.length ?? 0
  if (made !== 1) faults.push({ rule: 2, what: `${act.key}: the change log has its creation ${made} times` })
  return faults
}
const created = (found: Found): Map<string, Row[]> =>
  index(found, 'creations', () =>
    groups(
      found.tables.record_log!.filter(row => row.action === 'created'),
      row => row.record,
    ),
  )

function completion(found: Found, act: Act): Fault[] {
  const notes = index(found, 'log by note', () => groups(found.tables.record_log!, row => noteOf(row.changes))).get(act.key) ?? []
  const done = index(found, 'tasks by opinion', () => groups(found.tables.tasks!, row => row.opinion ?? '')).get(act.key) ?? []
  if (lost(act))
    return notes.length + done.length === 0 ? [] : [{ rule: 2, what: `${act.key} was refused, but has left something behind` }]
  const faults: Fault[] = notes.length > 1 ? [{ rule: 2, what: `${act.key} changed the record ${notes.length} times` }] : []
  if (notes.length !== done.length)
    faults.push({ rule: 3, what: `${act.key} is half done: ${done.length} tasks, ${notes.length} changes of the record` })
  if (!won(act)) return faults
  const [task] = done
  const by = found.tables.users!.find(user => user.account === act.by)!.id
  const outcome = act.body.outcome ?? 'complete'
  if (task?.id !== act.task || task?.status !== 'completed' || task?.completed_by !== by || task?.outcome !== outcome)
    faults.push({ rule: 1, what: `${act.key} was acknowledged, the task does not say so` })
  if (notes.length === 0) faults.push({ rule: 1, what: `${act.key} was acknowledged, its value is not there` })
  return faults
}
const noteOf = (changes: string): string =>
  (parse<{ field: string; after?: string }[]>(changes) ?? []).find(each => each.field === 'note')?.after ?? ''

/** The same answer to every repetition, and kept as it was given. */
function oneAnswer(found: Found, act: Act): Fault[] {
  if (won(act) && lost(act)) return [{ rule: 2, what: `${act.key} was both accepted and refused` }]
  const kept = index(found, 'kept answers', () => groups(found.tables.idempotency!, row => row.idem_key)).get(act.key) ?? []
  if (lost(act)) return kept.length === 0 ? [] : [{ rule: 2, what: `${act.key} was refused, but an answer is kept` }]
  if (kept.length > 1) return [{ rule: 2, what: `${act.key} has ${kept.length} kept answers` }]
  if (!won(act)) return []
  const answer = kept[0] && { status: kept[0].status, body: parse(kept[0].body) }
  return act.answers.every(reply => isDeepStrictEqual(reply, answer))
    ? []
    : [{ rule: answer ? 2 : 1, what: `${act.key}: ${answer ? 'answers differ from the kept one' : 'no answer is kept'}` }]
}

/** Rows of child tables whose parent is not there. [child, its column, parent] */
const parents: [string, string, string][] = [
  ...['scopes', 'tokens', 'variables', 'subscriptions', 'repairs', 'activity_log', 'command_log', 'tasks'].map(
    (table): [string, string, string] => [table, 'instance_id', 'instances'],
  ),
  ['jobs', 'instance_id', 'instances'],
  ['outbox', 'instance_id', 'instances'],
  ['task_candidates', 'task_id', 'tasks'],
  ['notifications', 'task_id', 'tasks'],
]
function orphans(found: Found): Fault[] {
  const faults: Fault[] = []
  for (const [table, column, parent] of parents) {
    const there = new Set(found.tables[parent]!.map(row => row.id))
    for (const row of found.tables[table]!)
      if (row[column] !== null && !there.has(row[column]))
        faults.push({ rule: 9, what: `${table} without ${parent}: ${row[column]}` })
  }
  const records = new Set([...found.records('order'), ...found.records('trace')].map(row => row._id))
  for (const [table, column] of [
    ['instances', 'record_id'],
    ['record_log', 'record'],
    ['receipts', 'record_id'],
  ] as const)
    for (const row of found.tables[table]!)
      if (!records.has(row[column])) faults.push({ rule: 9, what: `${table} without record: ${row[column]}` })
  const [receipts, counted] = [found.tables.receipts!.length, one(found.tables.links!).submissions]
  if (receipts !== counted) faults.push({ rule: 9, what: `the link counts ${counted} submissions, there are ${receipts}` })
  return faults
}

const indexes = new WeakMap<Found, Map<string, Map<string, Row[]>>>()
function index(found: Found, name: string, make: () => Map<string, Row[]>): Map<string, Row[]> {
  const known = indexes.get(found) ?? new Map<string, Map<string, Row[]>>()
  indexes.set(found, known)
  if (!known.has(name)) known.set(name, make())
  return known.get(name)!
}
