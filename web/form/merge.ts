import type { Form, Values } from '#core/form/form'
import type { Typed } from './typed-values'

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Keys of a form whose value differs: a change sends only these, so that it never overwrites what somebody else changed meanwhile. */
export const changedKeys = (form: Form, before: Values, after: Typed): string[] =>
  form.fields.map(field => field.key).filter(key => Object.hasOwn(after, key) && !same(before[key], after[key]))

/** Their record with my changes on top: a field that I did not touch takes their value. */
export function merged(form: Form, before: Values, mine: Typed, theirs: Values): Typed {
  const touched = form.fields.map(field => field.key).filter(key => !same(before[key], mine[key]))
  return { ...theirs, ...Object.fromEntries(touched.map(key => [key, mine[key]])) }
}
