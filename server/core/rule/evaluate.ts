import { problem, type Json } from '../problem.js'
import type { Evaluate } from './evaluate-port.js'
import { BUILT_IN } from './functions.js'
import { passGate } from './gate.js'
import { IN_PROCESS, IN_QUARANTINE, type Limits } from './limits.js'
import { remembered } from './remembered.js'

const COMPILED = 500

const evaluator = (limits: Limits, tiers: string): Evaluate => {
  const compiled = remembered(COMPILED, source => passGate(source, limits))
  return async (source, input, bindings = {}) => {
    const passed = compiled(source)
    if ('code' in passed) return { problem: passed }
    if (!tiers.includes(passed.tier)) return { problem: problem('EXPR_NEEDS_QUARANTINE') }
    const text = JSON.stringify([input, bindings])
    if (text.length > limits.input)
      return { problem: problem('EXPR_INPUT_TOO_LARGE', undefined, { length: text.length, limit: limits.input }) }
    // A copy of its own: JSONata writes notes on arrays and objects that it is given.
    const [own, { now, ...others }] = JSON.parse(text) as [Json, Record<string, Json>]
    for (const name of Object.keys(others)) if (BUILT_IN.has(name)) delete others[name]
    return passed.prepared.run(own, others, typeof now === 'string' ? now : undefined)
  }
}

/**
 * Tier A, in the process that serves everybody. `bindings.now`, an ISO instant, is what `$now()` and `$millis()` tell; the other
 * bindings are variables.
 * @returns problems: what the gate refuses; EXPR_NEEDS_QUARANTINE for tier B; EXPR_INPUT_TOO_LARGE; EXPR_FAILED (JSONata's code,
 * position, token), EXPR_TIMEOUT, EXPR_TOO_COSTLY, EXPR_RESULT_NOT_JSON
 */
export const evaluateInProcess: Evaluate = evaluator(IN_PROCESS, 'A')

/** Both tiers. Only where somebody outside can kill the process: the quarantine's child, a Web Worker, a command line. */
export const evaluateUnconfined: Evaluate = evaluator(IN_QUARANTINE, 'AB')

/** The tier of an expression that passes the gate, remembered. */
export const tierOfSource = remembered(COMPILED, (source: string) => {
  const passed = passGate(source, IN_PROCESS)
  return 'code' in passed ? passed : passed.tier
})
