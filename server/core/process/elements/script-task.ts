import type { Json } from '../../problem.js'
import { evaluate, setVariables } from '../run.js'
import { pass, stop, type Element } from './element.js'
import { wrongType } from '../data-types.js'

/**
 * BPMN 2.0.2 §10.3.4.1, §13.3.3: runs its script, which is JSONata over the instance's values. The result goes into
 * formloom:resultVariable; without one the members of an object result become variables of their own. Other languages are not run.
 */
export const scriptTask: Element = {
  async enter(run, token, node) {
    const { script, resultVariable } = node.settings
    if (script === undefined) return pass
    const result = await evaluate(run, token.id, script)
    if ('problem' in result) return stop({ ...result.problem, at: node.id })
    const given = result.value === undefined ? {} : named(result.value, resultVariable)
    const wrong = wrongType(run, token.id, given)
    if (wrong) return stop(wrong)
    setVariables(run, token.id, given)
    return pass
  },
}

export const named = (value: Json, variable: string | undefined): Record<string, Json> =>
  variable !== undefined
    ? { [variable]: value }
    : typeof value === 'object' && value !== null && !Array.isArray(value)
      ? value
      : {}
