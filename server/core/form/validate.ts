import { problem, type Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import type { Door } from './access.js'
import { runChecks } from './checks.js'
import type { Bindings } from './compute.js'
import { fillDefaults, fillRowDefaults } from './defaults.js'
import { expressionView, valueOf } from './expression-view.js'
import type { AccessMap, Form, Row, Values } from './form.js'
import type { ParseContext } from './kind.js'
import { missingRequired } from './required.js'
import { sameValue } from './same-value.js'
import { settle } from './settle.js'
import { takeRaw } from './take-raw.js'

export interface ValidateOptions {
  mode: 'create' | 'update'
  /** Keys that are not sent keep what they were (a patch); else they become empty. Only for updates. */
  partial?: boolean
  door: Door
  /** What the place allows; see accessOf. */
  access?: AccessMap
  /** The record as it is; needed for an update. */
  previous?: Values
  /** Raw values that the server itself vouches for (a link's channel): they pass by the access rules. */
  given?: Record<string, unknown>
  context: ParseContext
  evaluate: Evaluate
  /** Further names for expressions, without the dollar sign: { me: userId }. `now`, `previous` and `parent` are there anyway. */
  bindings?: Bindings
}

/**
 * The one judge of a submission: raw JSON of any door → the whole record's canonical values, or everything that is wrong with it,
 * each problem at a path ("phone", "items[2].price"). Pure, and never throws for what somebody sent.
 *
 * In this order: keys and access · parse · defaults (new records and rows) · computed fields and visibility · required · checks.
 * Not judged here, because it takes a database: uniqueness, whether members and files exist, serial numbers.
 */
export async function validate(
  form: Form,
  raw: unknown,
  options: ValidateOptions,
): Promise<{ values: Values } | { problems: Problem[] }> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { problems: [problem('NOT_AN_OBJECT')] }
  const { context, evaluate, previous = {} } = options
  const bindings: Bindings = { previous: options.previous && expressionView(form, options.previous), ...options.bindings }

  const taken = takeRaw(form, new Map(Object.entries(raw)), options)
  const filled = await withDefaults(form, taken.values, taken.mentioned, taken.rawRows, options, bindings)
  const settled = await settle(form, filled.values, evaluate, context, bindings)

  const refused = taken.claims
    .filter(({ field }) => settled.visible.has(field.key))
    .filter(
      ({ field, value }) => !sameValue(value, valueOf(settled.values, field)) && !sameValue(value, valueOf(previous, field)),
    )
    .map(({ field }) => problem('FIELD_NOT_ALLOWED', field.key))
  const faults = [...taken.problems, ...refused, ...filled.problems]
  const missing = await missingRequired(form, settled, taken.mentioned, options, bindings)
  const reported = new Set(faults.map(each => each.at))
  const problems = [...faults, ...missing.filter(each => !reported.has(each.at))]
  // Expressions over half-read values would only report echoes of the faults above.
  if (faults.length === 0) problems.push(...settled.problems)
  if (problems.length === 0) problems.push(...(await runChecks(form, settled.values, evaluate, { now: context.at, ...bindings })))
  return problems.length ? { problems } : { values: settled.values }
}

async function withDefaults(
  form: Form,
  before: Values,
  mentioned: ReadonlySet<string>,
  rawRows: ReadonlyMap<string, unknown[]>,
  options: ValidateOptions,
  more: Bindings,
): Promise<{ values: Values; problems: Problem[] }> {
  const { context, evaluate, mode, previous = {} } = options
  const place = { evaluate, context, bindings: { now: context.at, ...more }, prefix: '' }
  const outcome = mode === 'create' ? await fillDefaults(form.fields, before, mentioned, place) : { values: before, problems: [] }
  const values = { ...outcome.values }
  const problems = [...outcome.problems]
  for (const field of form.fields) {
    if (field.kind !== 'subform' || !rawRows.has(field.key)) continue
    const known = new Set(((valueOf(previous, field) as Row[] | undefined) ?? []).map(row => row.id))
    const rows = (valueOf(values, field) as Row[] | undefined) ?? []
    const isNew = (row: Row) => row.id === '' || !known.has(row.id)
    const inRows = await fillRowDefaults(field, rows, rawRows.get(field.key)!, isNew, values, {
      ...place,
      parentFields: form.fields,
    })
    if (inRows.rows.length) values[field.key] = inRows.rows
    problems.push(...inRows.problems)
  }
  return { values, problems }
}
