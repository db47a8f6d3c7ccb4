import { problem, type Problem } from '../problem.js'
import { accessOf, mayWrite } from './access.js'
import type { Bindings } from './compute.js'
import { valueOf } from './expression-view.js'
import { kindOf } from './fields/index.js'
import type { Field, Form, Row, Values } from './form.js'
import type { ValidateOptions } from './validate.js'
import { settle } from './settle.js'

/**
 * REQUIRED at every visible field that must be filled and is not. The form's own `required` binds who may write the field (a
 * customer cannot answer for the manager's opinion); a place's 'required' always binds. A patch answers for what it touches: a
 * gap that the record already showed before, because the field was made required later, does not refuse it.
 */
export async function missingRequired(
  form: Form,
  settled: { values: Values; visible: ReadonlySet<string> },
  mentioned: ReadonlySet<string>,
  options: ValidateOptions,
  bindings: Bindings,
): Promise<Problem[]> {
  const gaps = form.fields.flatMap(field => gapsOf(field, settled, options))
  const patch = options.mode === 'update' && options.partial === true
  const forgivable = (gap: Gap) =>
    patch && !gap.byPlace && !mentioned.has(gap.field.key) && valueOf(options.previous ?? {}, gap.field) === gap.was
  if (!gaps.some(forgivable)) return gaps.map(gap => problem('REQUIRED', gap.at))
  const before = await settle(form, options.previous ?? {}, options.evaluate, options.context, bindings)
  return gaps.filter(gap => !(forgivable(gap) && before.visible.has(gap.at))).map(gap => problem('REQUIRED', gap.at))
}

interface Gap {
  at: string
  /** The field of the form: for a cell, its subform. */
  field: Field
  /** Required by the place, not by the form. */
  byPlace: boolean
  /** The form's field now; unchanged rows keep their old gaps. */
  was: Values[string]
}

function gapsOf(
  field: Field,
  { values, visible }: { values: Values; visible: ReadonlySet<string> },
  options: ValidateOptions,
): Gap[] {
  if (!visible.has(field.key)) return []
  const was = valueOf(values, field)
  const need = needOf(field, field.key, options)
  if (was === undefined) return need ? [{ at: field.key, field, byPlace: need === 'place', was }] : []
  if (field.kind !== 'subform') return []
  return (was as Row[]).flatMap((row, index) =>
    field.fields.flatMap(inner => {
      const at = `${field.key}[${index}].${inner.key}`
      const needed = needOf(inner, `${field.key}.${inner.key}`, options)
      const missing = needed && visible.has(at) && valueOf(row, inner) === undefined
      return missing ? [{ at, field, byPlace: needed === 'place', was }] : []
    }),
  )
}

function needOf(field: Field, path: string, { door, access }: ValidateOptions): 'place' | 'form' | undefined {
  const rights = accessOf(field, path, door, access)
  if (!mayWrite(rights) || !kindOf(field).input) return undefined
  const place = access && Object.hasOwn(access, path) ? access[path] : undefined
  if (place === 'required') return 'place'
  return field.required || (field.kind === 'subform' && (field.minRows ?? 0) > 0) ? 'form' : undefined
}
