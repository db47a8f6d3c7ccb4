import jsonata from 'jsonata'
import { problem, type Json, type Problem } from '../problem.js'
import type { Node } from './ast.js'
import { BUILT_IN } from './functions.js'
import type { Limits } from './limits.js'
import { linearEngine, RegexTooCostly } from './regex.js'
import { tooBig, toJson } from './to-json.js'

/** The only file that imports jsonata. What it hands out has passed no gate: see gate.ts and evaluate.ts. */

type Implementation = (this: unknown, ...args: unknown[]) => unknown
const builtIns = lockBuiltIns()

export interface Prepared {
  tree: Node
  /** `now` is an ISO instant. Never throws for the expression's own fault. */
  run(
    input: Json,
    bindings: Record<string, unknown>,
    now: string | undefined,
  ): Promise<{ value: Json | undefined } | { problem: Problem }>
}

/**
 * Parses.
 * @returns EXPR_SYNTAX with JSONata's code, the position just behind the token, and the token
 */
export const prepare = (source: string, limits: Limits): Prepared | Problem => {
  const options = Object.freeze({
    timeout: limits.timeout,
    stack: limits.stack,
    sequence: limits.sequence,
    RegexEngine: linearEngine(limits.regex) as unknown as RegExpConstructor,
  })
  try {
    const expression = jsonata(source, options)
    return {
      tree: expression.ast() as Node,
      async run(input, bindings, now) {
        try {
          const value = toJson(await expression.evaluate(input, { ...bindings, ...clock(now) }), limits.result)
          if (value === tooBig) return { problem: tooCostly('result') }
          return value.problem ? { problem: value.problem } : { value: value.json }
        } catch (error) {
          return { problem: failure(error) }
        }
      },
    }
  } catch (error) {
    return syntaxProblem(error)
  }
}

const tooCostly = (limit: string) => problem('EXPR_TOO_COSTLY', undefined, { limit })

/** JSONata's errors are plain objects; an Error comes from the engine underneath. */
interface Trouble {
  code?: string
  position?: number
  token?: unknown
  message?: string
}

const syntaxProblem = (error: unknown): Problem => {
  if (error instanceof RangeError) return problem('EXPR_TOO_DEEP')
  if (error instanceof SyntaxError) return problem('EXPR_REGEX', undefined, { reason: error.message })
  const { code = '', position, token } = error as Trouble
  return problem('EXPR_SYNTAX', undefined, { code, position: position ?? 0, token: typeof token === 'string' ? token : '' })
}

const failure = (error: unknown): Problem => {
  if (error instanceof RegexTooCostly) return tooCostly('regex')
  if (error instanceof RangeError) return tooCostly('memory')
  const { code = '', position, token, message } = error as Trouble
  if (code === 'D1012') return problem('EXPR_TIMEOUT')
  if (code === 'D1011') return tooCostly('depth')
  if (code === 'D2015' || code === 'D2014') return tooCostly('sequence')
  const params = { code, position: position ?? 0, token: typeof token === 'string' ? token : '' }
  // The author's own words: $error and $assert.
  return problem('EXPR_FAILED', undefined, code === 'D3137' || code === 'D3141' ? { ...params, message } : params)
}

/** $now and $millis from the instant that the caller gives; without one they fail rather than read a clock. */
const clock = (now: string | undefined) => {
  const instant = () => {
    if (now === undefined) throw { code: 'NO_CLOCK' }
    return Date.parse(now)
  }
  const inZone = builtIns['fromMillis']!
  return {
    millis: () => instant(),
    now: (picture?: string, zone?: string) => inZone.call({}, instant(), picture, zone),
  }
}

/**
 * Built-in definitions are shared by all expressions of a process, and an expression can get hold of them. Their parts are
 * made read-only once, so that no expression can change what another one calls. (JSONata notes a call's position and token on
 * them, so they cannot be frozen whole.)
 */
function lockBuiltIns(): Record<string, Implementation> {
  const implementations: Record<string, Implementation> = {}
  const harvest = jsonata('$harvest()')
  harvest.registerFunction('harvest', function () {
    for (const name of BUILT_IN) {
      const definition = this.environment.lookup(name) as Record<string, unknown> & { implementation: Implementation }
      for (const part of ['_jsonata_function', 'implementation', 'signature']) {
        if (definition[part] !== null && typeof definition[part] === 'object') Object.freeze(definition[part])
        Object.defineProperty(definition, part, { writable: false, configurable: false })
      }
      Object.freeze(definition.implementation)
      implementations[name] = definition.implementation
    }
  })
  // Runs to its end at once: nothing in this expression waits.
  void harvest.evaluate({})
  return implementations
}
