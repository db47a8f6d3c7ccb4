import type { Problem } from '../problem.js'
import { compute, type Place } from './compute.js'
import { expressionView, valueOf } from './expression-view.js'
import { kindOf } from './fields/index.js'
import type { Field, Row, Values } from './form.js'

/** Is a default worked out by JSONata rather than written down? */
export const isExpression = (value: Field['default']): value is { expression: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.expression === 'string'

/**
 * Fills what nobody mentioned, in the form's order, each default seeing the values before it. `mentioned` are the keys that
 * were sent: who sent null meant empty.
 */
export async function fillDefaults(
  fields: Field[],
  before: Values,
  mentioned: ReadonlySet<string>,
  place: Place,
): Promise<{ values: Values; problems: Problem[] }> {
  const values = { ...before }
  const problems: Problem[] = []
  for (const field of fields) {
    if (field.default === undefined || field.computed !== undefined || mentioned.has(field.key)) continue
    if (valueOf(values, field) !== undefined || !kindOf(field).input) continue
    const read = isExpression(field.default)
      ? await compute(field, field.default.expression, expressionView({ fields }, values), place)
      : kindOf(field).parse(field, field.default, place.context)
    if ('problems' in read) problems.push(...read.problems.map(each => ({ ...each, at: place.prefix + field.key })))
    else if (read.value !== undefined) values[field.key] = read.value
  }
  return { values, problems }
}

/** The same for the rows that are new: the ones that `isNew` says. `rawRows` tell what was sent. */
export async function fillRowDefaults(
  field: Field & { kind: 'subform' },
  rows: Row[],
  rawRows: unknown[],
  isNew: (row: Row) => boolean,
  parent: Values,
  place: Place & { parentFields: Field[] },
): Promise<{ rows: Row[]; problems: Problem[] }> {
  if (field.fields.every(inner => inner.default === undefined)) return { rows, problems: [] }
  const problems: Problem[] = []
  const filled: Row[] = []
  const bindings = { ...place.bindings, parent: expressionView({ fields: place.parentFields }, parent) }
  for (const [index, row] of rows.entries()) {
    const mentioned = new Set(Object.keys(Object(rawRows[index])))
    const prefix = `${field.key}[${index}].`
    const outcome = isNew(row)
      ? await fillDefaults(field.fields, row, mentioned, { ...place, bindings, prefix })
      : { values: row, problems: [] }
    filled.push({ ...outcome.values, id: row.id })
    problems.push(...outcome.problems)
  }
  return { rows: filled, problems }
}
