import type { Form } from '#core/form/form'
import { fieldsOf } from '#core/rule/check-references'
import { calendarsKnown } from '../calendars/calendar-info.js'
import type { Reader } from '../db/transaction.js'
import type { House } from './judge-diagram.js'

/** What a diagram of this app may name at `now` (UTC ISO). Roles and departments go by key, by id and by name, as the engine finds them. */
export async function houseOf(read: Reader, app: string, now: string): Promise<House> {
  const [forms, roles, departments, rules, calendars, processes] = await Promise.all([
    read.query<{ form_key: string; design: string }>(
      'SELECT f.form_key, v.design FROM forms f JOIN form_versions v ON v.form = f.id AND v.version = f.version WHERE f.app = ? AND f.deleted_at IS NULL',
      [app],
    ),
    read.query<{ id: string; role_key: string }>('SELECT id, role_key FROM roles'),
    read.query<{ id: string; name: string }>('SELECT id, name FROM departments'),
    read.query<{ rules: string }>(
      'SELECT v.rules FROM rule_sets s JOIN rule_versions v ON v.form = s.form AND v.version = s.version JOIN forms f ON f.id = s.form WHERE f.app = ?',
      [app],
    ),
    calendarsKnown(read, now),
    read.query<{ id: string; process_key: string }>(
      'SELECT id, process_key FROM processes WHERE app_id = ? AND version > 0 AND deleted_at IS NULL',
      [app],
    ),
  ])
  return {
    calendars,
    processes: processes.flatMap(row => [row.process_key, row.id]),
    forms: Object.fromEntries(forms.map(row => [row.form_key, fieldsOf(JSON.parse(row.design) as Form)])),
    roles: roles.flatMap(row => [row.id, row.role_key]),
    departments: departments.flatMap(row => [row.id, row.name]),
    // a form has one rule set, so a diagram may name it by the form as well
    ruleSets: [...rules.map(row => (JSON.parse(row.rules) as { key: string }).key), ...forms.map(row => row.form_key)],
  }
}
