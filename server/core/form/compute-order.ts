import type { Field } from './form.js'

/**
 * The fields in an order in which every computed one comes after those that its expression names. Names are found by reading the
 * words of the expression, which may find too many (a word inside a string) but never too few; so a circle of words need not be
 * a real one, and its members simply keep the form's order. Real circles are found by lint-form, from the parsed expressions.
 */
export function computeOrder(fields: Field[]): Field[] {
  const byKey = new Map(fields.map(field => [field.key, field]))
  const ordered = new Set<Field>()
  const underWay = new Set<Field>()
  const visit = (field: Field) => {
    if (ordered.has(field) || underWay.has(field)) return
    underWay.add(field)
    for (const name of namesFor(field)) {
      const needed = byKey.get(name)
      if (needed) visit(needed)
    }
    ordered.add(field)
  }
  fields.forEach(visit)
  return [...ordered]
}

/** What must be known before a field: for a subform, what its rows read of the record around them. */
function namesFor(field: Field): string[] {
  if (field.kind !== 'subform') return words(field.computed)
  const ofRows = field.fields.flatMap(inner => [...fromParent(inner.computed), ...fromParent(inner.visibleWhen)])
  return [...words(field.computed), ...ofRows]
}

const words = (expression: string | undefined): string[] => expression?.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []

/** `$parent.discount` → discount. When the parent is handled as a whole, every word may be one of its fields. */
function fromParent(expression: string | undefined): string[] {
  return expression?.includes('$parent') ? words(expression) : []
}
