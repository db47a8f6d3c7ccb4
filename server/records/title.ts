import { kindOf } from '#core/form/fields/index'
import type { Field, Form, Values } from '#core/form/form'
import { halfWidth } from '#core/form/clean-text'
import { maskValue } from './mask.js'

/** What names the record in lists and tasks: its title fields, else the first filled text. Personal fields only masked. */
export function titleOf(form: Form, values: Values): string {
  const named = (form.settings?.title ?? []).flatMap(key => form.fields.find(field => field.key === key) ?? [])
  const fields = named.length > 0 ? named : form.fields.filter(field => titleKinds.has(field.kind))
  const texts = fields.map(field => textOf(field, values)).filter(text => text !== '')
  return (named.length > 0 ? texts.join(' · ') : (texts[0] ?? '')).slice(0, 200)
}
const titleKinds = new Set<Field['kind']>(['text', 'serial', 'textarea', 'choice'])

const textOf = (field: Field, values: Values): string =>
  kindOf(field).toText(field, field.personal ? maskValue(field, values[field.key]) : values[field.key], 'zh', 'UTC')

/**
 * What free search looks through: texts of the title fields, names, numbers and addresses of every short text field that is not personal.
 * Personal values are never in here; search finds those only by the whole value (compile-query).
 */
export function searchText(form: Form, values: Values): string {
  const parts = form.fields
    .filter(field => searchKinds.has(field.kind) && !field.personal)
    .map(field => kindOf(field).toText(field, values[field.key], 'zh', 'UTC'))
  return foldCase(parts.filter(Boolean).join('\n')).slice(0, 4000)
}
const searchKinds = new Set<Field['kind']>(['text', 'serial', 'phone', 'email'])

/** Letters without case and width, as search compares them. */
export const foldCase = (text: string): string => halfWidth(text).toLowerCase()
