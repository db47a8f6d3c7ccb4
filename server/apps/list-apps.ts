import type { Text } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import type { Principal } from '../people/principal.js'
import { actionsOn, rowScope, type RowScope } from '../people/rights.js'
import type { AppInfo, FormEntry, ProcessEntry } from './apps.api.js'

/**
 * What somebody can open: apps with the forms that he may do something with, and for administrators their processes. It reads the tables of forms,
 * processes and instances, which stand above this folder, by name: an overview, not a way to change them.
 */
export async function listApps(read: Reader, who: Principal): Promise<AppInfo[]> {
  const admin = who.type === 'user' && who.admin
  const [apps, forms, processes] = await Promise.all([
    read.query<AppRow>('SELECT id, app_key, name, icon FROM apps ORDER BY position, id'),
    read.query<FormRow>(
      `SELECT id, app, form_key, table_name, version, JSON_EXTRACT(draft, '$.name') AS name FROM forms WHERE deleted_at IS NULL ORDER BY id`,
    ),
    admin ? read.query<ProcessRow>(processSql) : [],
  ])
  const visible = forms.filter(form => admin || (Number(form.version) > 0 && actionsOn(who, form.id).length > 0))
  const entries = await Promise.all(visible.map(async form => ({ app: form.app, entry: await entryOf(read, who, form) })))
  return apps
    .map(app => ({
      id: app.id,
      key: app.app_key,
      name: JSON.parse(app.name) as AppInfo['name'],
      icon: app.icon,
      forms: entries.filter(form => form.app === app.id).map(form => form.entry),
      processes: processes.filter(process => process.app_id === app.id).map(processOf),
    }))
    .filter(app => admin || app.forms.length > 0)
}

interface AppRow {
  id: string
  app_key: string
  name: string
  icon: string
}
interface FormRow {
  id: string
  app: string
  form_key: string
  table_name: string
  version: number
  name: string
}
type ProcessRow = Omit<ProcessEntry, 'key'> & { app_id: string; process_key: string }

const processSql = `SELECT p.id, p.app_id, p.process_key, p.name, p.version,
  (SELECT COUNT(*) FROM instances i WHERE i.process_id = p.id AND i.status = 'running') AS running
  FROM processes p WHERE p.deleted_at IS NULL ORDER BY p.id`

const processOf = (row: ProcessRow): ProcessEntry => ({
  id: row.id,
  key: row.process_key,
  name: row.name,
  version: Number(row.version),
  running: Number(row.running),
})

async function entryOf(read: Reader, who: Principal, form: FormRow): Promise<FormEntry> {
  const version = Number(form.version)
  const count = version > 0 ? await countRecords(read, form.table_name, rowScope(who, form.id)) : 0
  return { id: form.id, key: form.form_key, name: nameOf(form.name), version, count, actions: actionsOn(who, form.id) }
}

const columns: Record<string, string> = { _owner: 'owner_id', _createdBy: 'created_by', _department: 'department_id' }

/** Row scopes are conditions over three system columns only (people/rights), so they need none of the query language's machinery. */
async function countRecords(read: Reader, table: string, scope: RowScope): Promise<number> {
  if (scope === 'none') return 0
  const [where, parameters] = sqlOf(scope)
  const [row] = await read.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM ${read.dialect.quote(table)} WHERE ${where}`,
    parameters,
  )
  return Number(row!.n)
}

function sqlOf(scope: Exclude<RowScope, 'none'>): [string, unknown[]] {
  if (scope === 'all') return ['1 = 1', []]
  if ('field' in scope) {
    const values = scope.op === 'in' ? (scope.value as unknown[]) : [scope.value]
    return [`${columns[scope.field]} IN (${values.map(() => '?').join(', ')})`, values]
  }
  const parts = ('any' in scope ? scope.any : scope.all).map(sqlOf)
  return [`(${parts.map(([sql]) => sql).join('any' in scope ? ' OR ' : ' AND ')})`, parts.flatMap(([, values]) => values)]
}

/** JSON_EXTRACT gives a string bare on SQLite and quoted on MariaDB, an object as its JSON on both. */
function nameOf(stored: string): FormEntry['name'] {
  const name = /^["{]/.test(stored) ? (JSON.parse(stored) as Text) : stored
  return typeof name === 'string' ? { zh: name } : name
}
