import type { Json, Problem } from '../problem.js'
import { classify } from './classify.js'
import type { Evaluate } from './evaluate-port.js'
import type { RuleSet } from './rule-set.js'

export interface ExampleOutcome {
  name: string
  passed: boolean
  expected: Record<string, Json>
  /** The expected fields as the rules left them; empty ones are null. */
  actual: Record<string, Json>
  problems: Problem[]
}

/** Runs the examples that an admin wrote beside the rules. `at` is what `$now()` tells. */
export const runExamples = async (ruleSet: RuleSet, evaluate: Evaluate, at: string): Promise<ExampleOutcome[]> => {
  const outcomes: ExampleOutcome[] = []
  for (const { name, values, expect } of ruleSet.examples ?? []) {
    const { writes, problems } = await classify(ruleSet, 0, values, undefined, evaluate, at)
    const after: Record<string, Json | undefined> = { ...values, ...writes }
    const actual = Object.fromEntries(Object.keys(expect).map(key => [key, after[key] ?? null]))
    outcomes.push({ name, passed: problems.length === 0 && isSame(actual, expect), expected: expect, actual, problems })
  }
  return outcomes
}

const isSame = (a: Json, b: Json): boolean => {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  const [first, second] = [Object.entries(a), Object.entries(b)]
  return (
    Array.isArray(a) === Array.isArray(b) &&
    first.length === second.length &&
    first.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as Record<string, Json>)[key]!))
  )
}
