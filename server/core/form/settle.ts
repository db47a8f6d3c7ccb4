import type { Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import { compute, type Bindings, type Place } from './compute.js'
import { expressionView, valueOf } from './expression-view.js'
import type { Field, Form, Row, SubformField, Value, Values } from './form.js'
import type { ParseContext } from './kind.js'
import { settlingOrder } from './settling-order.js'
import { isShown } from './visibility.js'

export interface Settled {
  /** With computed fields worked out anew and without the values of fields that do not show. */
  values: Values
  /** Paths of the fields that show: "name", "items", "items[0].price". */
  visible: Set<string>
  problems: Problem[]
}

/**
 * What a form looks like after somebody typed: validate uses it, and the renderer does while a person types. One walk in the
 * order that the expressions need: a field that does not show loses its value, so it is missing for those after it; one that
 * shows and is computed gets its result, or nothing and a problem at its path. In a subform's rows an expression sees the row's
 * own values at the top and the record around it as `$parent`. Never throws for a faulty expression.
 */
export function settle(
  form: Pick<Form, 'fields'>,
  values: Values,
  evaluate: Evaluate,
  context: ParseContext,
  bindings: Bindings = {},
): Promise<Settled> {
  return settleFields(form.fields, values, { evaluate, context, bindings: { now: context.at, ...bindings }, prefix: '' })
}

async function settleFields(fields: Field[], before: Values, place: Place): Promise<Settled> {
  const settled: Settled = { values: { ...before }, visible: new Set(), problems: [] }
  for (const field of settlingOrder(fields)) {
    const asked = field.visibleWhen !== undefined || field.computed !== undefined || field.kind === 'subform'
    const view = asked ? expressionView({ fields }, settled.values) : {}
    const visibility = await isShown(field, view, place)
    if (visibility.problem) settled.problems.push(visibility.problem)
    if (!visibility.shown) {
      delete settled.values[field.key]
      continue
    }
    settled.visible.add(place.prefix + field.key)
    if (field.computed !== undefined) {
      const outcome = await compute(field, field.computed, view, place)
      set(settled.values, field, 'value' in outcome ? outcome.value : undefined)
      if ('problems' in outcome) settled.problems.push(...outcome.problems)
    }
    if (field.kind === 'subform' && valueOf(settled.values, field)) {
      const bindings = { ...place.bindings, parent: view }
      settled.values[field.key] = await settleRows(
        field,
        valueOf(settled.values, field) as Row[],
        { ...place, bindings },
        settled,
      )
    }
  }
  return settled
}

async function settleRows(field: SubformField, before: Row[], place: Place, whole: Settled): Promise<Row[]> {
  const rows: Row[] = []
  for (const [index, row] of before.entries()) {
    const settled = await settleFields(field.fields, row, { ...place, prefix: `${place.prefix}${field.key}[${index}].` })
    rows.push({ ...settled.values, id: row.id })
    settled.visible.forEach(path => whole.visible.add(path))
    whole.problems.push(...settled.problems)
  }
  return rows
}

function set(values: Values, field: Field, value: Value | undefined): void {
  if (value === undefined) delete values[field.key]
  else values[field.key] = value
}
