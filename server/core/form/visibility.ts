import { problem, type Json, type Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import type { Bindings } from './compute.js'
import { expressionView, valueOf } from './expression-view.js'
import type { Field, Form, Row, Values } from './form.js'

/**
 * Which fields show, as paths: "name", "items", "items[0].price". A field shows when its `visibleWhen` is exactly true, or when
 * it has none. The value of a field that does not show is missing for the others, so the question is asked again until
 * nothing more disappears. An expression that fails shows its field and is reported: VISIBLE_FAILED { reason, expression }.
 */
export async function visibleFields(
  form: Pick<Form, 'fields'>,
  values: Values,
  evaluate: Evaluate,
  bindings: Bindings = {},
): Promise<{ visible: Set<string>; problems: Problem[] }> {
  return visibleAmong(form.fields, values, evaluate, bindings, '')
}

async function visibleAmong(fields: Field[], values: Values, evaluate: Evaluate, bindings: Bindings, prefix: string) {
  const gone = new Set<string>()
  let visible: Set<string>
  let problems: Problem[]
  let kept: Values
  let again: boolean
  do {
    again = false
    visible = new Set()
    problems = []
    kept = Object.fromEntries(Object.entries(values).filter(([key]) => !gone.has(key)))
    const view = expressionView({ fields }, kept)
    for (const field of fields) {
      const at = prefix + field.key
      const shown = await isShown(field, view, evaluate, bindings)
      if (shown.problem) problems.push({ ...shown.problem, at })
      if (shown.visible) visible.add(at)
      else if (valueOf(kept, field) !== undefined) {
        // Once gone it stays gone: two fields that hide each other could otherwise go on for ever.
        gone.add(field.key)
        again = true
      }
    }
  } while (again)
  for (const field of fields) {
    if (field.kind !== 'subform' || !visible.has(prefix + field.key)) continue
    const parent = expressionView({ fields }, kept)
    for (const [index, row] of ((valueOf(kept, field) as Row[] | undefined) ?? []).entries()) {
      const inRow = await visibleAmong(field.fields, row, evaluate, { ...bindings, parent }, `${prefix}${field.key}[${index}].`)
      inRow.visible.forEach(path => visible.add(path))
      problems.push(...inRow.problems)
    }
  }
  return { visible, problems }
}

async function isShown(
  field: Field,
  view: Json,
  evaluate: Evaluate,
  bindings: Bindings,
): Promise<{ visible: boolean; problem?: Problem }> {
  if (field.visibleWhen === undefined) return { visible: true }
  const outcome = await evaluate(field.visibleWhen, view, bindings)
  if ('value' in outcome) return { visible: outcome.value === true }
  const { code: reason, params } = outcome.problem
  return { visible: true, problem: problem('VISIBLE_FAILED', undefined, { ...params, reason, expression: field.visibleWhen }) }
}
