import type { Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import { computeAll, type Bindings } from './compute.js'
import { valueOf } from './expression-view.js'
import type { Form, Row, Values } from './form.js'
import type { ParseContext } from './kind.js'
import { visibleFields } from './visibility.js'

/**
 * Computes, hides, and computes again without what was hidden, until nothing changes: what a form looks like after somebody
 * typed. `values` are without the invisible ones. Values only ever disappear on the way, so it ends.
 */
export async function settle(
  form: Pick<Form, 'fields'>,
  given: Values,
  evaluate: Evaluate,
  context: ParseContext,
  bindings: Bindings = {},
): Promise<{ values: Values; visible: Set<string>; problems: Problem[] }> {
  const skip = new Set<string>()
  for (;;) {
    const computed = await computeAll(form, given, evaluate, context, { skip, bindings })
    const shown = await visibleFields(form, computed.values, evaluate, { now: context.at, ...bindings })
    const gone = filledPaths(form, computed.values).filter(path => !shown.visible.has(path))
    if (gone.length === 0) {
      // What a hidden computed field failed at is nobody's concern.
      const concerning = computed.problems.filter(each => shown.visible.has(each.at ?? ''))
      return { values: computed.values, visible: shown.visible, problems: [...concerning, ...shown.problems] }
    }
    gone.forEach(path => skip.add(path))
  }
}

function filledPaths({ fields }: Pick<Form, 'fields'>, values: Values, prefix = ''): string[] {
  return fields.flatMap(field => {
    const value = valueOf(values, field)
    if (value === undefined) return []
    const path = prefix + field.key
    if (field.kind !== 'subform') return [path]
    return [path, ...(value as Row[]).flatMap((row, index) => filledPaths(field, row, `${path}[${index}].`))]
  })
}
