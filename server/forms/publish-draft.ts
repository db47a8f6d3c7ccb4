import type { DataSource } from 'typeorm'
import { diffForms } from '#core/form/diff-form'
import { lintForm } from '#core/form/lint-form'
import { problem, type Problem } from '#core/problem'
import { reader } from '../db/transaction.js'
import { readForm } from './draft.js'
import { emptyLike } from './form-info.js'
import { publishForm } from './publish-form.js'
import { formVersion } from './published-form.js'

/** Lint, then publish: what the designer's button and a template's installation do. Problems: those of lintForm that are errors, publishForm's, NO_SUCH_FORM. */
export async function publishDraft(
  db: DataSource,
  formId: string,
  revision: number,
  by: string | null,
  at: string,
): Promise<{ version: number } | { problems: Problem[] }> {
  const row = await readForm(reader(db), formId)
  if (!row) return { problems: [problem('NO_SUCH_FORM')] }
  if (row.revision !== revision) return { problems: [problem('DRAFT_CHANGED')] }
  const errors = lintForm(row.form).filter(each => each.severity === 'error')
  if (errors.length > 0) return { problems: errors }
  const before = row.version > 0 ? await formVersion(reader(db), formId, row.version) : undefined
  const changes = diffForms(before?.form ?? emptyLike(row.form), row.form)
  return publishForm(db, { formId, revision, changes, by, at })
}
