import type { Field } from './form.js'

/**
 * The fields in an order in which each comes after those that its expressions name, so that one walk settles a form. Names are
 * found by reading the words of an expression, which may find too many (a word inside a string) but never too few; so a circle of
 * words need not be a real one, and its members simply keep the form's order. Real circles are found by lint-form, from the
 * parsed expressions.
 */
export function settlingOrder(fields: Field[]): Field[] {
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

/** What must be known before a field; for a subform also what its rows read of the record around them. */
function namesFor(field: Field): string[] {
  const inner = field.kind === 'subform' ? field.fields : []
  const ofRows = inner.flatMap(cell => [cell.computed, cell.visibleWhen]).filter(expression => expression?.includes('$parent'))
  return [field.computed, field.visibleWhen, ...ofRows].flatMap(expression => expression?.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])
}
