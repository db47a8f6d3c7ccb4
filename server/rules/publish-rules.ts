import type { DataSource } from 'typeorm'
import type { Form } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import { lintRuleSet } from '#core/rule/lint-rules'
import { runExamples } from '#core/rule/run-examples'
import { inTransaction, reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import { readDraftRules } from './draft-rules.js'

/**
 * The draft becomes the version that every write is classified with. Problems: DRAFT_CHANGED, those of lintRuleSet, EXAMPLE_FAILED { name }
 * for each example that does not come out as written.
 */
export async function publishRules(
  db: DataSource,
  evaluate: Evaluate,
  form: Pick<PublishedForm, 'id' | 'form'>,
  revision: number,
  by: string | null,
  at: string,
): Promise<{ version: number } | { problems: Problem[] }> {
  const draft = await readDraftRules(reader(db), keyed(form))
  if (draft.revision !== revision) return { problems: [problem('DRAFT_CHANGED')] }
  const problems = lintRuleSet(draft.rules, form.form)
  if (problems.length > 0) return { problems }
  const failed = (await runExamples(draft.rules, evaluate, at)).filter(example => !example.passed)
  if (failed.length > 0)
    return { problems: failed.map(({ name }, index) => problem('EXAMPLE_FAILED', `examples[${index}]`, { name })) }
  const version = draft.version + 1
  const won = await inTransaction(db, async tx => {
    const sql = 'UPDATE rule_sets SET version = ? WHERE form = ? AND revision = ? AND version = ?'
    if ((await tx.run(sql, [version, form.id, revision, draft.version])) === 0) return false
    await tx.run('INSERT INTO rule_versions (form, version, rules, published_at, published_by) VALUES (?, ?, ?, ?, ?)', [
      form.id,
      version,
      JSON.stringify(draft.rules),
      at,
      by,
    ])
    return true
  })
  return won ? { version } : { problems: [problem('DRAFT_CHANGED')] }
}

export const keyed = ({ id, form }: { id: string; form: Form }) => ({ id, key: form.key, name: form.name })
