import type { Form } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { inScope, rowScope } from '../people/rights.js'
import type { Change, StoredRecord } from './record.js'

/**
 * NOT_UNIQUE for each changed unique field whose value another live record holds. The index of the table decides in the end; this says it
 * before, for all fields at once, with the other record's id and title for those who may see it.
 */
export async function takenValues(
  reader: Reader,
  form: PublishedForm,
  after: StoredRecord,
  changes: Change[],
  who: Principal,
): Promise<Problem[]> {
  const { quote, bind } = reader.dialect
  const problems: Problem[] = []
  for (const field of uniqueFields(form.form)) {
    const change = changes.find(each => each.field === field.key)
    const stored = form.storage.fields[field.key]
    if (!change || change.after === undefined || !stored) continue
    const [other] = await reader.query<{
      id: string
      title: string
      owner_id: string | null
      created_by: string | null
      department_id: string | null
    }>(
      `SELECT id, title, owner_id, created_by, department_id FROM ${quote(form.storage.table)} WHERE ${quote(stored.column)} = ? AND id <> ? LIMIT 1`,
      [bind(stored.type, change.after), after.id],
    )
    if (!other) continue
    const row = { _owner: other.owner_id, _createdBy: other.created_by, _department: other.department_id }
    const visible = inScope(rowScope(who, form.id), row)
    problems.push(problem('NOT_UNIQUE', field.key, visible ? { existing: other.id, title: other.title } : undefined))
  }
  return problems
}

const uniqueFields = (form: Form) => form.fields.filter(field => field.unique)
