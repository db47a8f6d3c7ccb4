import type { Problem } from '../problem.js'
import { checkReferences, fieldsOf } from '../rule/check-references.js'
import { references } from '../rule/references.js'
import { formExpressions } from './form-expressions.js'
import type { Form } from './form.js'

/** What validate binds beside the values; `previous` is known to every expression. */
const bound = { me: 'any' } as const

/** Expressions that do not parse, that the gate refuses, or that read what is not there: UNKNOWN_FIELD { name, didYouMean } and kin. */
export function lintExpressions(form: Pick<Form, 'fields' | 'checks'>): Problem[] {
  const whole = fieldsOf(form)
  return formExpressions(form).flatMap(({ source, at, use, rowOf }) => {
    const problems = rowOf
      ? [...checkReferences(source, fieldsOf(rowOf), { ...bound, parent: 'any' }), ...checkParent(source, whole)]
      : checkReferences(source, whole, bound)
    return problems.map(each => ({ ...each, at, params: { ...each.params, use, expression: source } }))
  })
}

/** `$parent.x` in a row names a field of the form around it: checked as if it were written there. */
function checkParent(source: string, whole: ReturnType<typeof fieldsOf>): Problem[] {
  const found = references(source)
  if ('code' in found) return []
  return found
    .filter(reference => reference.root === 'parent' && reference.path.length > 0)
    .flatMap(reference => checkReferences(reference.path.map(key => `\`${key}\``).join('.'), whole))
}
