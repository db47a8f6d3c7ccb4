import type { RuleSet } from '#core/rule/rule-set'
import type { Reader, Tx } from '../db/transaction.js'
import type { RuleSetRecord } from './rule-set.entity.js'

export interface DraftRules {
  revision: number
  version: number
  rules: RuleSet
}

/** The draft of a form's rules; an empty set at revision 0 when there is none yet. */
export async function readDraftRules(
  reader: Reader,
  form: { id: string; key: string; name: RuleSet['name'] },
): Promise<DraftRules> {
  const [row] = await reader.query<RuleSetRecord>('SELECT * FROM rule_sets WHERE form = ?', [form.id])
  const empty: RuleSet = { key: form.key, name: form.name, form: form.key, rules: [] }
  return row
    ? { revision: row.revision, version: row.version, rules: JSON.parse(row.draft) as RuleSet }
    : { revision: 0, version: 0, rules: empty }
}

/** Stores the draft when nobody else did since `revision`; false: somebody was faster. */
export async function saveDraftRules(tx: Tx, formId: string, revision: number, rules: RuleSet): Promise<boolean> {
  const draft = JSON.stringify(rules)
  if (revision === 0) {
    const sql = `${tx.dialect.insertIgnore} INTO rule_sets (form, revision, draft, version) VALUES (?, 1, ?, 0)`
    return (await tx.run(sql, [formId, draft])) === 1
  }
  return (
    (await tx.run('UPDATE rule_sets SET draft = ?, revision = revision + 1 WHERE form = ? AND revision = ?', [
      draft,
      formId,
      revision,
    ])) === 1
  )
}
