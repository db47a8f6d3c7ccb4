import type { Form } from '#core/form/form'
import type { Typed } from './typed-values'

/** For "one more": what people repeat. Not what must differ (unique), not files, which belong to one record, not what is given by the server. */
export function keepable(form: Form, typed: Typed): Typed {
  const fields = form.fields.filter(field => !field.unique && field.kind !== 'file' && field.kind !== 'serial' && !field.computed)
  return Object.fromEntries(
    fields.flatMap(field => {
      const value = typed[field.key]
      if (value === undefined) return []
      if (field.kind !== 'subform' || !Array.isArray(value)) return [[field.key, value]]
      return [[field.key, value.map((row: Typed) => ({ ...row, id: '' }))]]
    }),
  )
}
