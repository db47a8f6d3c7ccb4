import { problem, type Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import { bindingsFor, type Bindings } from './compute.js'
import { expressionView } from './expression-view.js'
import type { Form, Values } from './form.js'

/**
 * The form's own checks over the finished values: CHECK_FAILED { check, message } where one is exactly true, CHECK_BROKEN
 * { check, reason } where its expression fails: a check that cannot be answered must not let a record pass.
 */
export async function runChecks(
  form: Pick<Form, 'fields' | 'checks'>,
  values: Values,
  evaluate: Evaluate,
  bindings: Bindings,
): Promise<Problem[]> {
  const view = expressionView(form, values)
  const problems: Problem[] = []
  for (const check of form.checks ?? []) {
    const outcome = await evaluate(check.when, view, bindingsFor(check.when, bindings))
    if ('problem' in outcome)
      problems.push(
        problem('CHECK_BROKEN', check.at, { ...outcome.problem.params, check: check.key, reason: outcome.problem.code }),
      )
    else if (outcome.value === true)
      problems.push(problem('CHECK_FAILED', check.at, { check: check.key, message: check.message }))
  }
  return problems
}
