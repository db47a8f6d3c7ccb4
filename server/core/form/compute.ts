import { problem, type Json, type Problem } from '../problem.js'
import type { Evaluate } from '../rule/evaluate-port.js'
import { kindOf } from './fields/index.js'
import type { Field, Value } from './form.js'
import type { ParseContext } from './kind.js'

/** What an expression may ask for besides the values: `$now`, `$me` … , named without the dollar sign. */
export type Bindings = Record<string, Json | undefined>

/** Where an expression stands. */
export interface Place {
  evaluate: Evaluate
  context: ParseContext
  bindings: Bindings
  /** Path before the field's key: '' or 'items[0].' */
  prefix: string
}

/**
 * An expression's result as a value that the field can hold: computed fields and defaults. Empty results are no value.
 * COMPUTE_FAILED { reason, expression } when the expression fails, else what the kind says of the result.
 */
export async function compute(
  field: Field,
  expression: string,
  view: Json,
  { evaluate, context, bindings, prefix }: Place,
): Promise<{ value: Value | undefined } | { problems: Problem[] }> {
  const outcome = await evaluate(expression, view, bindingsFor(expression, bindings))
  if ('problem' in outcome) {
    const { code: reason, params } = outcome.problem
    return { problems: [problem('COMPUTE_FAILED', prefix + field.key, { ...params, reason, expression })] }
  }
  const kind = kindOf(field)
  const read = kind.parse(field, kind.fromExpression(field, outcome.value), context)
  if (!('problems' in read)) return read
  return { problems: read.problems.map(each => ({ ...each, at: prefix + (each.at ?? field.key) })) }
}

/** Only the variables that an expression mentions: a large record is not carried along with every cell of its rows. */
export const bindingsFor = (expression: string, bindings: Bindings): Bindings =>
  Object.fromEntries(Object.entries(bindings).filter(([name]) => name === 'now' || expression.includes(`$${name}`)))
