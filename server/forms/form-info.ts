import { diffForms } from '#core/form/diff-form'
import type { Form } from '#core/form/form'
import { lintForm } from '#core/form/lint-form'
import type { DataSource } from 'typeorm'
import { reader, type Reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Principal } from '../people/principal.js'
import { actionsOn } from '../people/rights.js'
import { readForm } from './draft.js'
import type { DraftInfo, FormInfo, PublishPlan, VersionInfo } from './forms.api.js'
import { ownAccess } from './own-access.js'
import { planPublish, versionsOf } from './publish-form.js'
import { stepSql } from './publish-step.js'
import { formVersion, publishedForm } from './published-form.js'

/** The published form with this principal's rights; 404 NO_SUCH_FORM for who may do nothing with it. */
export async function formInfo(read: Reader, formId: string, who: Principal): Promise<FormInfo> {
  const form = await publishedForm(read, formId)
  const actions = actionsOn(who, formId)
  if (!form || actions.length === 0) refuse(404, 'NO_SUCH_FORM')
  return { id: form.id, app: form.app, version: form.version, form: form.form, actions, access: ownAccess(form.form.fields) }
}

export async function draftInfo(read: Reader, formId: string): Promise<DraftInfo> {
  const row = (await readForm(read, formId)) ?? refuse(404, 'NO_SUCH_FORM')
  const published = row.version > 0 ? await formVersion(read, formId, row.version) : undefined
  const [version] = published ? await versionsOf(read, formId) : []
  return {
    id: row.id,
    app: row.app,
    revision: row.revision,
    form: row.form,
    published: version ? { version: version.version, at: version.published_at, by: version.published_by ?? '' } : null,
    changes: diffForms(published?.form ?? emptyLike(row.form), row.form).length,
    problems: lintForm(row.form),
  }
}

/** What publishing the draft would do, in the designer's facts and in the operator's SQL. Nothing is changed. */
export async function publishPlan(db: DataSource, formId: string): Promise<PublishPlan> {
  const read = reader(db)
  const row = (await readForm(read, formId)) ?? refuse(404, 'NO_SUCH_FORM')
  const published = row.version > 0 ? await formVersion(read, formId, row.version) : undefined
  const problems: PublishPlan['problems'] = lintForm(row.form)
  const broken = problems.some(each => each.severity === 'error')
  const plan = broken ? undefined : await planPublish(db, row, row.form)
  const records = published
    ? await read.query<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${read.dialect.quote(row.table_name)}`)
    : []
  return {
    version: row.version + 1,
    problems: [...problems, ...(plan?.problems ?? []).map(each => ({ ...each, severity: 'error' as const }))],
    changes: diffForms(published?.form ?? emptyLike(row.form), row.form),
    steps: (plan?.steps ?? []).map(step => ({
      code: step.code,
      table: step.table,
      ...('column' in step ? { column: step.column } : {}),
      sql: stepSql(read.dialect, step),
    })),
    records: Number(records[0]?.n ?? 0),
  }
}

export async function versionInfos(read: Reader, formId: string): Promise<VersionInfo[]> {
  const versions = await versionsOf(read, formId)
  const ids = [...new Set(versions.flatMap(version => version.published_by ?? []))]
  const people = ids.length
    ? await read.query<{ id: string; name: string }>(
        `SELECT id, name FROM users WHERE id IN (${ids.map(() => '?').join(', ')})`,
        ids,
      )
    : []
  return versions.map(({ version, published_at, published_by, changes }) => ({
    version,
    at: published_at,
    by: { id: published_by ?? '', name: people.find(person => person.id === published_by)?.name ?? '' },
    changes: JSON.parse(changes) as VersionInfo['changes'],
  }))
}

/** What a first version is compared with. */
export const emptyLike = (form: Form): Form => ({ ...form, fields: [], layout: [], checks: [] })
