import { kindOf } from '#core/form/fields/index'
import type { Field, Row, Values } from '#core/form/form'
import type { ParseContext } from '#core/form/kind'
import type { Problem } from '#core/problem'
import { isEmpty } from '#core/form/clean-text'

/** What stands in the controls: canonical where it can be read, else as it was typed. */
export type Typed = Record<string, unknown>

/**
 * What was typed → canonical values, with the faults of single fields beside them. Unlike a kind's own `parse` of a subform,
 * a faulty cell does not make its row unreadable: the rest of the form goes on computing while somebody types.
 */
export function readTyped(
  fields: Field[],
  typed: Typed,
  context: ParseContext,
  prefix = '',
): { values: Values; problems: Problem[] } {
  const values: Values = {}
  const problems: Problem[] = []
  for (const field of fields) {
    const raw = typed[field.key]
    const at = prefix + field.key
    if (field.kind === 'subform') {
      if (!Array.isArray(raw) || raw.length === 0) continue
      values[field.key] = raw.map((row: Typed, index): Row => {
        const read = readTyped(field.fields, row, context, `${at}[${index}].`)
        problems.push(...read.problems)
        return { ...read.values, id: typeof row.id === 'string' ? row.id : '' }
      })
      continue
    }
    const read = kindOf(field).parse(field, raw, context)
    if ('problems' in read) problems.push(...read.problems.map(each => ({ ...each, at })))
    // Of files `parse` believes only the id; names and sizes are what people see.
    else if (read.value !== undefined) values[field.key] = field.kind === 'file' ? (raw as Values[string]) : read.value
  }
  return { values, problems }
}

/** The same, for one field: what its control should hold after somebody left it. */
export function readOne(field: Field, raw: unknown, context: ParseContext): unknown {
  if (isEmpty(raw)) return undefined
  if (field.kind === 'file' || field.kind === 'subform') return raw
  const read = kindOf(field).parse(field, raw, context)
  return 'problems' in read ? raw : read.value
}
