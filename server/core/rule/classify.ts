import type { Json, Problem } from '../problem.js'
import { classifyByBranches } from './classify-branches.js'
import { classifyByScore } from './classify-score.js'
import type { Evaluate } from './evaluate-port.js'
import type { Scene } from './facts.js'
import type { Decision, Rule, RuleSet } from './rule-set.js'

type ExpressionValues = Record<string, Json | undefined>

export interface Classified {
  /** Fields that were decided; undefined empties the field. */
  writes: Record<string, Json | undefined>
  decisions: Decision[]
  /** Rules that could not be computed: their field is left as it was. `params.rule` is the rule's key. */
  problems: Problem[]
}

/** What one rule said: nothing (no branch held), a decision, or why it could not be computed. */
export type Verdict =
  | { decision: Omit<Decision, 'ruleSet' | 'version' | 'rule' | 'ruleName' | 'target' | 'previous'>; value: Json | undefined }
  | { problem: Problem }

/**
 * Applies a rule set to a record: rules in order, each seeing what earlier ones wrote. Nothing is ever decided from an expression
 * that failed.
 * @param values the record as expressions see it (numbers as numbers)
 * @param previous the same before this write; undefined for a new record
 * @param at the instant that `$now()` tells, UTC ISO
 */
export const classify = async (
  ruleSet: RuleSet,
  version: number,
  values: ExpressionValues,
  previous: ExpressionValues | undefined,
  evaluate: Evaluate,
  at: string,
): Promise<Classified> => {
  const result: Classified = { writes: {}, decisions: [], problems: [] }
  const bindings = { now: at, ...(previous ? { previous: present(previous) } : {}) }
  for (const [index, rule] of ruleSet.rules.entries()) {
    if (rule.off) continue
    const scene: Scene = { values: present({ ...values, ...result.writes }), bindings, evaluate }
    const verdict = await judge(rule, scene)
    if (!verdict) continue
    if ('problem' in verdict) {
      const { code, at: below, params } = verdict.problem
      result.problems.push({ code, at: `rules[${index}].${below}`, params: { ...params, rule: rule.key, target: rule.target } })
      continue
    }
    result.writes[rule.target] = verdict.value
    const before = previous?.[rule.target]
    result.decisions.push({
      ruleSet: ruleSet.key,
      version,
      rule: rule.key,
      ruleName: rule.name,
      target: rule.target,
      ...(before === undefined ? {} : { previous: before }),
      ...verdict.decision,
    })
  }
  return result
}

const judge = (rule: Rule, scene: Scene): Promise<Verdict | undefined> =>
  rule.type === 'score' ? classifyByScore(rule, scene) : classifyByBranches(rule, scene)

const present = (values: ExpressionValues): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null),
  )
