import type { Field, Form } from '#core/form/form'
import { kindOf } from '#core/form/fields/index'

/** Fields that a column can fill: rows and files do not fit into a cell, what is computed is not typed. */
export const fillable = (form: Form): Field[] =>
  form.fields.filter(field => kindOf(field).input && !field.computed && field.kind !== 'subform' && field.kind !== 'file')

/** Required fields that no column fills: every row would be refused. A default, or a condition that hides it, may still save them. */
export const missing = (form: Form, mapping: (string | null)[]): Field[] =>
  form.fields.filter(
    field =>
      field.required &&
      !field.computed &&
      field.default === undefined &&
      !field.visibleWhen &&
      (kindOf(field).input || field.kind === 'subform' || field.kind === 'file') &&
      !mapping.includes(field.key),
  )

/** The mapping after one column was given a field: a field belongs to one column, so the other one loses it. */
export const mapped = (mapping: (string | null)[], column: number, key: string | null): (string | null)[] =>
  mapping.map((each, index) => (index === column ? key : key !== null && each === key ? null : each))

export type Step = 'file' | 'columns' | 'check' | 'done'

/** Where a person is, from what the server says; `again` goes back from a check to the columns. */
export function stepOf(state: string | undefined, again: boolean): Step {
  if (state === undefined) return 'file'
  if (state === 'mapping' || again) return 'columns'
  return state === 'done' ? 'done' : 'check'
}
