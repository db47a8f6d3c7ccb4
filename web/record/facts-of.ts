import type { Form, Values } from '#core/form/form'
import { isEmpty } from '#core/form/clean-text'
import { columnsFor, defaultColumns, isGraded, type Column } from '@/data-grid/column'

/** The field whose option is the record's badge: the first choice of grades among the list's columns. */
export const gradeOf = (form: Form): string | undefined =>
  [...defaultColumns(form), ...form.fields.map(field => field.key)].find(key => {
    const field = form.fields.find(each => each.key === key)
    return field !== undefined && isGraded(field)
  })

/** What a record is told by in short: its facts, then the list's columns, then the other filled fields; not its title, badge, owner and due date. */
export function factsOf(form: Form, values: Values, most: number): Column[] {
  const { title = [], facts = [], owner, due } = form.settings ?? {}
  const short = form.fields.filter(
    field => !['textarea', 'subform', 'file', 'divider', 'description'].includes(field.kind) && !field.hidden,
  )
  const told = new Set([...title, owner, due, gradeOf(form)])
  const keys = [...new Set([...facts, ...defaultColumns(form), ...short.map(field => field.key)])]
  const shown = keys.filter(key => !told.has(key) && !isEmpty(values[key]) && short.some(field => field.key === key))
  return columnsFor(form, shown.slice(0, most))
}
