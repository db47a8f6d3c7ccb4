import type { Trial } from '../../server/rules/rules.api'
import type { Json, Problem } from '#core/problem'
import type { Decision, Fact, Rule, RuleSet } from '#core/rule/rule-set'
import { itemsOf } from './edits'

/** What a trial says of one rule: which line decided and why, or why none did. */
export interface Verdict {
  rule: Rule
  /** `line`: a branch held · `otherwise` · `points`: a score · `none`: nothing held · `off` · `failed`. */
  state: 'line' | 'otherwise' | 'points' | 'none' | 'off' | 'failed'
  line?: number
  facts: Fact[]
  decision?: Decision
  problem?: Problem
  /** What the field would become, and what it is now. */
  result?: Json
  now?: Json
  changes: boolean
  /** Lines before the deciding one, with the piece that did not hold. */
  rejected: { line: number; facts: Fact[] }[]
  /** How many lines after it were not asked. */
  unasked: number
}

const same = (left: Json | undefined, right: Json | undefined): boolean =>
  JSON.stringify(left ?? null) === JSON.stringify(right ?? null)

/** A trial rule by rule, in their order. */
export function verdictsOf(rules: RuleSet, trial: Trial): Verdict[] {
  return rules.rules.map((rule, index) => {
    const now = trial.values[rule.target]
    const base = { rule, now, facts: [], rejected: [], unasked: 0, changes: false }
    if (rule.off) return { ...base, state: 'off' }
    const problem = trial.problems.find(each => each.at?.startsWith(`rules[${index}]`))
    if (problem) return { ...base, state: 'failed', problem }
    const decision = trial.decisions.find(each => each.rule === rule.key)
    if (!decision) return { ...base, state: 'none' }
    const rejected = (decision.rejected ?? []).map(({ facts }, line) => ({ line, facts }))
    const shared = {
      ...base,
      decision,
      rejected,
      facts: decision.facts,
      result: decision.result,
      changes: rule.target in trial.writes && !same(trial.writes[rule.target], now),
    }
    if (rule.type === 'score') return { ...shared, state: 'points' }
    if (decision.branch === -1 || decision.branch === undefined) return { ...shared, state: 'otherwise' }
    const unasked = Math.max(0, itemsOf(rule).length - decision.branch - 1)
    return { ...shared, state: 'line', line: decision.branch, unasked }
  })
}
