import type { DividerField, Field, Form } from '#core/form/form'

export interface Section {
  heading?: DividerField
  cells: { field: Field; span: number }[]
}

/** The sheet cut at its dividers; a heading with nothing under it does not show. Fields that the layout forgot come last. */
export function sectionsOf(form: Form, shows: (field: Field) => boolean): Section[] {
  const byKey = new Map(form.fields.map(field => [field.key, field]))
  const placed = form.layout.flatMap(({ field: key, span }) => {
    const field = byKey.get(key)
    byKey.delete(key)
    return field ? [{ field, span: span as number }] : []
  })
  const cells = [...placed, ...[...byKey.values()].map(field => ({ field, span: 24 }))]
  const sections: Section[] = [{ cells: [] }]
  for (const cell of cells) {
    if (!shows(cell.field)) continue
    if (cell.field.kind === 'divider') sections.push({ heading: cell.field, cells: [] })
    else sections.at(-1)?.cells.push(cell)
  }
  return sections.filter(section => section.cells.length > 0)
}
