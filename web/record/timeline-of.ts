import type { Field, Form, Row, SubformField, Values } from '#core/form/form'
import { valueText, type Reading } from '@/data-grid/value-text'

export interface Moment {
  id: string
  /** YYYY-MM-DD or an instant. */
  at: string
  /** The short values of the row: "电话", "上门 周敏". */
  title: string
  /** The long one. */
  note: string
}

/** The rows of a subform that tell a story: one of its columns is a date, another a text. */
export interface Timeline {
  field: SubformField
  when: Field
  note: Field
}

export function timelineOf(form: Form): Timeline | undefined {
  for (const field of form.fields) {
    if (field.kind !== 'subform' || field.hidden) continue
    const when = field.fields.find(each => each.kind === 'date' || each.kind === 'datetime')
    const note = field.fields.find(each => each.kind === 'textarea') ?? field.fields.find(each => each.kind === 'text')
    if (when && note) return { field, when, note }
  }
  return undefined
}

/** Its rows as moments, the latest first. */
export function momentsOf({ field, when, note }: Timeline, values: Values, reading: Reading): Moment[] {
  const rows = (values[field.key] ?? []) as Row[]
  const others = field.fields.filter(each => each !== when && each !== note && each.kind !== 'file')
  return rows
    .map((row, index) => ({
      id: row.id || String(index),
      at: String(row[when.key] ?? ''),
      title: others
        .map(each => valueText(each, row[each.key], reading))
        .filter(Boolean)
        .join(' '),
      note: valueText(note, row[note.key], reading),
    }))
    .sort((one, other) => other.at.localeCompare(one.at))
}
