import { isExpression } from './defaults.js'
import type { Field, Form, SubformField } from './form.js'

/** One expression of a form, and where it stands. */
export interface FormExpression {
  source: string
  /** "total", "items.price", "checks.order" */
  at: string
  use: 'computed' | 'default' | 'visibleWhen' | 'check'
  /** The field that it belongs to; none for a check. */
  field?: Field
  /** The subform whose rows it is worked out in. */
  rowOf?: SubformField
}

/** Every expression of a form, in the order of its fields, then its checks. */
export function formExpressions(form: Pick<Form, 'fields' | 'checks'>): FormExpression[] {
  const checks = (form.checks ?? []).map(check => ({ source: check.when, at: `checks.${check.key}`, use: 'check' as const }))
  return [...form.fields.flatMap(field => ofField(field)), ...checks]
}

function ofField(field: Field, rowOf?: SubformField): FormExpression[] {
  const at = rowOf ? `${rowOf.key}.${field.key}` : field.key
  const place = { at, field, ...(rowOf ? { rowOf } : {}) }
  const found: FormExpression[] = []
  if (field.computed !== undefined) found.push({ ...place, source: field.computed, use: 'computed' })
  if (isExpression(field.default)) found.push({ ...place, source: field.default.expression, use: 'default' })
  if (field.visibleWhen !== undefined) found.push({ ...place, source: field.visibleWhen, use: 'visibleWhen' })
  if (field.kind === 'subform' && !rowOf) found.push(...(field.fields ?? []).flatMap(inner => ofField(inner, field)))
  return found
}
