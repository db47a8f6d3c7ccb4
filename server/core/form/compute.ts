import { problem, type Json, type Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import { computeOrder } from './compute-order.js'
import { expressionView, valueOf } from './expression-view.js'
import { kindOf } from './fields/index.js'
import type { Field, Form, Row, SubformField, Values } from './form.js'
import type { ParseContext } from './kind.js'

/** What an expression may ask for besides the values: `$now`, `$me` … , named without the dollar sign. */
export type Bindings = Record<string, Json | undefined>

/**
 * The values with every computed field worked out anew, those of subform rows too. An expression in a row sees the row's own
 * values at the top and the record around it as `$parent`. A result that is empty removes the value; one that fails, or that
 * its field cannot hold, leaves the field empty and is reported at it: COMPUTE_FAILED { reason, expression }, or what the kind says.
 * Fields in `skip` (paths like "total" or "items[0].price") are left without a value. Never throws for a faulty expression.
 */
export async function computeAll(
  form: Pick<Form, 'fields'>,
  values: Values,
  evaluate: Evaluate,
  context: ParseContext,
  options: { skip?: ReadonlySet<string>; bindings?: Bindings } = {},
): Promise<{ values: Values; problems: Problem[] }> {
  const bindings = { now: context.at, ...options.bindings }
  return computeFields(form.fields, values, { evaluate, context, bindings, skip: options.skip ?? new Set(), prefix: '' })
}

interface Place {
  evaluate: Evaluate
  context: ParseContext
  bindings: Bindings
  skip: ReadonlySet<string>
  /** '' or 'items[0].' */
  prefix: string
}

async function computeFields(fields: Field[], before: Values, place: Place): Promise<{ values: Values; problems: Problem[] }> {
  const values = { ...before }
  const problems: Problem[] = []
  const set = (field: Field, value: Values[string]) => {
    if (value === undefined) delete values[field.key]
    else values[field.key] = value
  }
  for (const field of computeOrder(fields)) {
    if (place.skip.has(place.prefix + field.key)) {
      set(field, undefined)
      continue
    }
    if (field.computed !== undefined) {
      const outcome = await evaluated(field, field.computed, expressionView({ fields }, values), place)
      set(field, 'value' in outcome ? outcome.value : undefined)
      if ('problems' in outcome) problems.push(...outcome.problems)
    }
    if (field.kind === 'subform' && valueOf(values, field)) {
      const rows = await computeRows(field, valueOf(values, field) as Row[], expressionView({ fields }, values), place)
      set(field, rows.rows)
      problems.push(...rows.problems)
    }
  }
  return { values, problems }
}

async function computeRows(field: SubformField, before: Row[], parent: Json, place: Place) {
  const rows: Row[] = []
  const problems: Problem[] = []
  const bindings = { ...place.bindings, parent }
  for (const [index, row] of before.entries()) {
    const prefix = `${place.prefix}${field.key}[${index}].`
    const computed = await computeFields(field.fields, row, { ...place, bindings, prefix })
    rows.push({ ...computed.values, id: row.id })
    problems.push(...computed.problems)
  }
  return { rows, problems }
}

/** An expression's result as a value that the field can hold. Also what defaults by expression are made of. */
export async function evaluated(
  field: Field,
  expression: string,
  view: Json,
  place: Pick<Place, 'evaluate' | 'context' | 'bindings' | 'prefix'>,
): Promise<{ value: Values[string] } | { problems: Problem[] }> {
  const at = place.prefix + field.key
  const outcome = await place.evaluate(expression, view, place.bindings)
  if ('problem' in outcome) {
    const { code: reason, params } = outcome.problem
    return { problems: [problem('COMPUTE_FAILED', at, { ...params, reason, expression })] }
  }
  const kind = kindOf(field)
  const read = kind.parse(field, kind.fromExpression(field, outcome.value), place.context)
  if (!('problems' in read)) return read
  return { problems: read.problems.map(each => ({ ...each, at: place.prefix + (each.at ?? field.key) })) }
}
