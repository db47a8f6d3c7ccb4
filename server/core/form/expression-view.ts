import type { Json } from '../problem.js'
import { kindOf } from './fields/index.js'
import type { Field, Form, Values } from './form.js'

/** Of a record's values, what expressions see: numbers are numbers, a single member is its id, what is empty is missing. */
export function expressionView(form: Pick<Form, 'fields'>, values: Values): { [key: string]: Json } {
  const view: { [key: string]: Json } = {}
  for (const field of form.fields) {
    const seen = kindOf(field).toExpression(field, valueOf(values, field))
    if (seen !== undefined) view[field.key] = seen
  }
  return view
}

/** A field's value; never something inherited from an object's prototype. */
export const valueOf = (values: Values, field: Pick<Field, 'key'>): Values[string] =>
  Object.hasOwn(values, field.key) ? values[field.key] : undefined
