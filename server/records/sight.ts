import { accessOf } from '#core/form/access'
import type { AccessMap, Field } from '#core/form/form'
import type { PublishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { can, rowScope, type Action } from '../people/rights.js'
import type { Sight } from './compile-query.js'

/** What somebody may know of a form's records. Administrators see fields that are hidden from forms as well. */
export function sightOf(form: PublishedForm, who: Principal, action: Action = 'view'): Sight {
  return { scope: rowScope(who, form.id, action), fields: fieldsSeen(form, who), reveal: can(who, 'reveal', form.id) }
}

/** Fields, and columns of rows, that somebody may know of; `access` is what his place in a process says besides. */
export function fieldsSeen(form: PublishedForm, who: Principal, access: AccessMap = {}): Field[] {
  const everything = who.type === 'system' || (who.type === 'user' && who.admin)
  const hidden = (field: Field, path: string): boolean =>
    accessOf(everything ? { ...field, hidden: false } : field, path, 'user', access) === 'hidden'
  return form.form.fields.flatMap((field): Field[] => {
    if (hidden(field, field.key)) return []
    if (field.kind !== 'subform') return [field]
    return [{ ...field, fields: field.fields.filter(column => !hidden(column, `${field.key}.${column.key}`)) }]
  })
}
