import { kindOf } from '#core/form/fields/index'
import type { Form } from '#core/form/form'
import { textIn } from '#core/problem'

/** Guesses which field each column means: its label in either language or its key, spaces and case aside. Each field once. */
export function guessMapping(form: Form, columns: string[]): (string | null)[] {
  const free = new Set(importable(form).map(field => field.key))
  return columns.map(column => {
    const name = plain(column)
    const field = form.fields.find(
      f => free.has(f.key) && [textIn(f.label, 'zh'), textIn(f.label, 'en'), f.key].some(text => plain(text) === name),
    )
    if (!field) return null
    free.delete(field.key)
    return field.key
  })
}

/** Fields that a column can fill. Rows of a subform and files do not fit into a cell. */
export const importable = (form: Form) =>
  form.fields.filter(field => kindOf(field).input && !field.computed && field.kind !== 'subform' && field.kind !== 'file')

const plain = (text: string): string => text.replace(/[\s*＊（）()]/g, '').toLowerCase()
