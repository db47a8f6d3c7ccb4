import type { Json, Text } from '../problem.js'

/**
 * Classification rules of a form. A rule writes one field; its branches are tried from the top, the first whose condition
 * holds decides; `otherwise` when none does (absent: the field is left as it is). A score rule adds up points instead.
 * Rules run in order and see what earlier rules wrote. Bindings: $previous (values before this write, or absent), $now.
 */
export interface RuleSet {
  key: string
  name: Text
  /** Form key. */
  form: string
  rules: Rule[]
  /** Published only while all of them hold. */
  examples?: RuleExample[]
}

export type Rule = BranchRule | ScoreRule

interface RuleShape {
  key: string
  name: Text
  /** Key of the field that is written. */
  target: string
  off?: boolean
}

export type BranchRule = RuleShape & { type: 'branches'; branches: Branch[]; otherwise?: Result }
export type ScoreRule = RuleShape & { type: 'score'; parts: ScorePart[] }

export interface Branch {
  /** JSONata; holds when the result is exactly true. */
  when: string
  result: Result
  note?: Text
}

export type Result = { value: Json } | { expression: string }

export interface ScorePart {
  when: string
  points: number
  note?: Text
}

export interface RuleExample {
  name: string
  values: Record<string, Json>
  expect: Record<string, Json>
}

/**
 * Why a field has the value it has: enough to say it in a sentence years later, in either language, without the rule.
 */
export interface Decision {
  ruleSet: string
  version: number
  rule: string
  ruleName: Text
  target: string
  /** Index of the branch that decided; -1 for otherwise; absent for a score. */
  branch?: number
  note?: Text
  /** The deciding condition as written; empty for otherwise and for a score, whose facts tell all. */
  expression: string
  /** Fields that were read, with their values at that time. */
  inputs: Record<string, Json>
  previous?: Json
  result: Json
  /** The pieces of the deciding condition, each with its own truth; a score lists its parts with points. */
  facts: Fact[]
  /** What was tried before and did not hold. */
  rejected?: { note?: Text; facts: Fact[] }[]
}

export interface Fact {
  /** The piece as written. */
  expression: string
  held: boolean
  /** Filled when the piece is a simple comparison, so that it can be said in words. */
  field?: string
  op?: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'contains' | 'exists' | 'missing'
  /** The field's value then. */
  actual?: Json
  expected?: Json
  /** Of a part of a score: what it would add, and its note. */
  points?: number
  note?: Text
}
