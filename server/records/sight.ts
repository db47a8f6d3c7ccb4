import { accessOf } from '#core/form/access'
import type { Field } from '#core/form/form'
import type { PublishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { can, rowScope, type Action } from '../people/rights.js'
import type { Sight } from './compile-query.js'

/** What somebody may know of a form's records. Administrators see fields that are hidden from forms as well. */
export function sightOf(form: PublishedForm, who: Principal, action: Action = 'view'): Sight {
  return { scope: rowScope(who, form.id, action), fields: fieldsSeen(form, who), reveal: can(who, 'reveal', form.id) }
}

export function fieldsSeen(form: PublishedForm, who: Principal): Field[] {
  if (who.type === 'system' || (who.type === 'user' && who.admin)) return form.form.fields
  return form.form.fields.filter(field => accessOf(field, field.key, 'user') !== 'hidden')
}
