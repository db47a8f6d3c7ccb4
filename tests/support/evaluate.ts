import jsonata from 'jsonata'
import type { Evaluate } from '#core/rule/evaluate-port'
import type { Json } from '#core/problem'

/** JSONata as it comes, in-process and without the gate: for tests of what is built on expressions, not of expressions. */
export const evaluatePlainly: Evaluate = async (source, input, bindings = {}) => {
  try {
    const value = (await jsonata(source).evaluate(input, bindings)) as Json | undefined
    // JSONata marks its lists with hidden properties; JSON knows none.
    return { value: value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json) }
  } catch (error) {
    return { problem: { code: String((error as { code?: string }).code ?? 'EXPRESSION') } }
  }
}
