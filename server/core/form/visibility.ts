import { problem, type Json, type Problem } from '../problem.js'
import { bindingsFor, type Place } from './compute.js'
import type { Field } from './form.js'

/**
 * Does the field show? When its `visibleWhen` is exactly true, or when it has none. An expression that fails shows its field and
 * is reported, VISIBLE_FAILED { reason, expression }: hiding would throw away what was typed.
 */
export async function isShown(
  field: Field,
  view: Json,
  { evaluate, bindings, prefix }: Place,
): Promise<{ shown: boolean; problem?: Problem }> {
  if (field.visibleWhen === undefined) return { shown: true }
  const outcome = await evaluate(field.visibleWhen, view, bindingsFor(field.visibleWhen, bindings))
  if ('value' in outcome) return { shown: outcome.value === true }
  const params = { ...outcome.problem.params, reason: outcome.problem.code, expression: field.visibleWhen }
  return { shown: true, problem: problem('VISIBLE_FAILED', prefix + field.key, params) }
}
