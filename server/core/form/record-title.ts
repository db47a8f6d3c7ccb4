import type { Field, Form, Values } from './form.js'
import { valueOf } from './expression-view.js'
import { kindOf } from './fields/index.js'

/** How people and departments, kept as ids, are called; an id that it does not know stays an id. */
export type NameOf = (field: Field, id: string) => string | undefined

interface Reading {
  language: 'zh' | 'en'
  /** IANA zone of the reader, for times. */
  zone?: string
  nameOf?: NameOf
}

/** What a record is called in lists, tasks and notices: its title fields, else its first text, else its serial number, else ''. */
export function recordTitle(form: Form, values: Values, reading: Reading): string {
  const named = fieldsNamed(form, form.settings?.title).map(field => textOf(field, values, reading))
  const title = named.filter(text => text !== '').join(' · ')
  if (title) return title
  const others = [...form.fields.filter(field => field.kind === 'text'), ...form.fields.filter(field => field.kind === 'serial')]
  return (
    others
      .filter(field => !field.personal && !field.hidden)
      .map(field => textOf(field, values, reading))
      .find(text => text !== '') ?? ''
  )
}

/** The few facts under a title: at most three that have a value. */
export function recordFacts(
  form: Form,
  values: Values,
  reading: Reading,
): { field: string; label: Field['label']; text: string }[] {
  return fieldsNamed(form, form.settings?.facts)
    .map(field => ({ field: field.key, label: field.label, text: textOf(field, values, reading) }))
    .filter(fact => fact.text !== '')
    .slice(0, 3)
}

function textOf(field: Field, values: Values, { language, zone, nameOf }: Reading): string {
  const value = valueOf(values, field)
  if (nameOf && Array.isArray(value) && (field.kind === 'member' || field.kind === 'department'))
    return (value as string[]).map(id => nameOf(field, id) ?? id).join(language === 'zh' ? '、' : ', ')
  return kindOf(field).toText(field, value, language, zone)
}

const fieldsNamed = (form: Form, keys: string[] = []): Field[] =>
  keys.flatMap(key => form.fields.filter(field => field.key === key))
