import type { AccessMap, Field, Form } from '#core/form/form'
import { textIn } from '#core/problem'

/** What a public link may do with each field: nothing with internal ones, read those that the link fills, write the rest. */
export function linkAccess(form: Form): AccessMap {
  const internal = new Set(form.settings?.internal ?? [])
  return Object.fromEntries(form.fields.map(field => [field.key, accessOf(field, internal)]))
}

function accessOf(field: Field, internal: ReadonlySet<string>): AccessMap[string] {
  if (field.hidden || internal.has(field.key)) return 'hidden'
  if (field.fromLink || field.readonly || field.computed || field.kind === 'serial') return 'read'
  return field.required ? 'required' : 'write'
}

const withoutHiddenColumns = (field: Field): Field =>
  field.kind === 'subform' ? { ...field, fields: field.fields.filter(column => !column.hidden) } : field

/** Does an expression name one of these fields? Rather one time too often: the server checks anyway. */
const namesAny = (expression: string, keys: string[]): boolean =>
  keys.some(key => new RegExp(`(?<![A-Za-z0-9_])${key}(?![A-Za-z0-9_])`).test(expression))

/** The form as strangers may see it: internal fields and the checks about them are not even named. */
export function publicForm(form: Form): Form {
  const access = linkAccess(form)
  const shown = (key: string): boolean => access[key] !== 'hidden'
  const hidden = form.fields.map(field => field.key).filter(key => !shown(key))
  return {
    ...form,
    fields: form.fields.filter(field => shown(field.key)).map(withoutHiddenColumns),
    layout: form.layout.filter(cell => shown(cell.field)),
    checks: form.checks?.filter(check => !namesAny(check.when, hidden)),
    settings: { thanks: form.settings?.thanks, submitLabel: form.settings?.submitLabel, zone: form.settings?.zone },
  }
}

/**
 * Values that the link brings: its preset, and the channel suffix of the address (?channel=线下活动), which names an option of the first
 * choice field that takes its value from links, by value or by label. An unknown channel is ignored.
 */
export function linkValues(form: Form, preset: Record<string, string>, channel: string | undefined): Record<string, string> {
  const fields = form.fields.filter(field => field.fromLink)
  const values = Object.fromEntries(fields.filter(field => preset[field.key]).map(field => [field.key, preset[field.key]!]))
  const target = fields.find(field => field.kind === 'choice' || field.kind === 'text')
  if (!channel || !target) return values
  if (target.kind === 'text') return { ...values, [target.key]: channel }
  const option =
    target.kind === 'choice' &&
    target.options.find(o => [o.value, textIn(o.label, 'zh'), textIn(o.label, 'en')].includes(channel))
  return option ? { ...values, [target.key]: option.value } : values
}
