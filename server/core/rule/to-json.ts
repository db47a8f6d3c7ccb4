import { problem, type Json, type Problem } from '../problem.js'

export const tooBig = { json: undefined, problem: problem('EXPR_TOO_COSTLY', undefined, { limit: 'result' }) }

const DEPTH = 64

/**
 * A plain copy of what an expression gave: own properties only, JSONata's array flags gone, integers kept.
 * @param limit characters of JSON, about
 * @returns EXPR_RESULT_NOT_JSON for functions and numbers that JSON cannot say; `tooBig` beyond the limit
 */
export const toJson = (value: unknown, limit: number): { json: Json | undefined; problem?: Problem } => {
  let left = limit
  const refuse = (what: string) => new Refusal(problem('EXPR_RESULT_NOT_JSON', undefined, { what }))
  const copy = (part: unknown, depth: number): Json | undefined => {
    left -= typeof part === 'string' ? part.length + 2 : 4
    if (left < 0) throw new Refusal(tooBig.problem)
    if (depth > DEPTH) throw refuse('depth')
    if (part === null || typeof part === 'boolean' || typeof part === 'string' || part === undefined) return part
    if (typeof part === 'number') {
      if (!Number.isFinite(part)) throw refuse('number')
      return part
    }
    if (typeof part !== 'object' || isFunction(part)) throw refuse('function')
    if (Array.isArray(part)) return part.map(item => copy(item, depth + 1) ?? null)
    const object: Record<string, Json> = {}
    for (const key of Object.keys(part)) {
      left -= key.length + 4
      const json = copy((part as Record<string, unknown>)[key], depth + 1)
      if (json !== undefined)
        Object.defineProperty(object, key, { value: json, enumerable: true, writable: true, configurable: true })
    }
    return object
  }
  try {
    return { json: copy(value, 0) }
  } catch (error) {
    if (error instanceof Refusal) return error.problem === tooBig.problem ? tooBig : { json: undefined, problem: error.problem }
    throw error
  }
}

class Refusal {
  constructor(readonly problem: Problem) {}
}

const isFunction = (value: object) =>
  (value as { _jsonata_lambda?: unknown })._jsonata_lambda === true ||
  (value as { _jsonata_function?: unknown })._jsonata_function === true
