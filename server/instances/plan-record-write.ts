import type { RecordWrite } from '#core/process/command'
import { expressionView } from '#core/form/expression-view'
import { kindOf } from '#core/form/fields/index'
import type { Form } from '#core/form/form'
import { problem, type Json, type Problem } from '#core/problem'
import { classify } from '#core/rule/classify'
import { publishedForm, publishedFormByKey, type PublishedForm } from '../forms/published-form.js'
import { system } from '../people/principal.js'
import { planChange } from '../records/plan-change.js'
import type { Plan } from '../records/plan.js'
import { readRecord } from '../records/read-record.js'
import type { Through } from '../records/record.js'
import { publishedRules } from '../rules/published-rules.js'
import type { RecordRef } from './engine.js'

/** A record as it will be when the plan is written, and its form; undefined when one of them is gone. */
export async function recordIn(
  plan: Plan,
  ref: RecordRef,
): Promise<{ form: PublishedForm; values: Record<string, Json> } | undefined> {
  const form = await publishedForm(plan.reader, ref.form)
  const record = form && (plan.records.get(ref.id) ?? (await readRecord(plan.reader, form, ref.id)))
  return form && record && { form, values: expressionView(form.form, record.values) }
}

/** A write that a process decided goes through the one write path, like anybody's. The problem says why it is refused; nothing is planned then. */
export async function planRecordWrite(
  plan: Plan,
  app: string,
  write: RecordWrite,
  through: Through,
): Promise<Problem | undefined> {
  const form =
    write.kind === 'create-record' ? await formNamed(plan, app, write.form) : await publishedForm(plan.reader, write.form)
  if (!form) return problem('NO_SUCH_FORM', undefined, { form: write.form })
  // the rules of a form run at every write, so that a classification is asked for by a write without values
  const raw = write.kind === 'classify' ? {} : rawOf(form.form, write.values)
  const target = write.kind === 'create-record' ? { newId: write.record } : { record: write.record }
  const planned = await planChange(plan, { form, ...target, raw, who: system, through })
  if (!('problems' in planned)) return undefined
  const [first] = planned.problems
  return problem('RECORD_REFUSED', undefined, {
    form: form.form.name,
    problems: planned.problems,
    code: first!.code,
    field: first!.at,
  })
}

/** Diagrams name forms by key, within their app; by id is understood, too. */
export const formNamed = async (plan: Pick<Plan, 'reader'>, app: string, name: string): Promise<PublishedForm | undefined> =>
  (await publishedFormByKey(plan.reader, app, name)) ?? (await publishedForm(plan.reader, name))

/** What expressions gave → what the door takes; names that the form does not know are left for it to refuse. */
function rawOf(form: Form, values: Record<string, Json | undefined>): Record<string, unknown> {
  const raw: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) {
    const field = form.fields.find(each => each.key === key)
    raw[key] = value === undefined || value === null ? null : field ? kindOf(field).fromExpression(field, value) : value
  }
  return raw
}

/** What a form's rules would write over these values: for business rule tasks, which see the result at once. */
export async function tryRules(
  plan: Plan,
  form: PublishedForm | undefined,
  values: Record<string, Json>,
): Promise<{ values: Record<string, Json> } | { problem: Problem }> {
  const rules = form && (await publishedRules(plan.reader, form.id))
  if (!rules) return { problem: problem('NO_RULES', undefined, { form: form?.form.name ?? null }) }
  const said = await classify(rules.rules, rules.version, values, undefined, plan.evaluate, plan.at)
  if (said.problems.length > 0) return { problem: said.problems[0]! }
  const writes = Object.entries(said.writes).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return { values: Object.fromEntries(writes) }
}
