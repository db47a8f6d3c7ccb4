import { kindOf } from '#core/form/fields/index'
import type { Field, Form, Values } from '#core/form/form'
import { recordTitle } from '#core/form/record-title'
import { foldCase } from './fold-case.js'
import { maskValues } from './mask.js'

/** What names the record in lists, tasks and notices, stored beside it. Personal fields only masked: a title goes everywhere. */
export function titleOf(form: Form, values: Values): string {
  const zone = form.settings?.zone
  return recordTitle(form, maskValues(form.fields, values).values, { language: 'zh', ...(zone ? { zone } : {}) }).slice(0, 200)
}

/**
 * What free search looks through: short texts, numbers and addresses that are neither personal nor hidden. Personal values are never in here; search
 * finds those only by the whole value (compile-query).
 */
export function searchText(form: Form, values: Values): string {
  const parts = form.fields
    .filter(field => searchKinds.has(field.kind) && !field.personal && !field.hidden)
    .map(field => kindOf(field).toText(field, values[field.key], 'zh', 'UTC'))
  return foldCase(parts.filter(Boolean).join('\n')).slice(0, 4000)
}
const searchKinds = new Set<Field['kind']>(['text', 'serial', 'phone', 'email'])
