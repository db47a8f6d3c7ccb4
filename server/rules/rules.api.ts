import { z } from 'zod'
import type { Json, Problem } from '#core/problem'
import type { Decision, RuleSet } from '#core/rule/rule-set'
import type { DesignProblem } from '../forms/forms.api.js'

/**
 * All admin. One rule set per form in this step.
 * GET  /api/v1/forms/:form/rules          → RulesInfo (an empty set when there is none yet)
 * PUT  /api/v1/forms/:form/rules          { revision, rules } → RulesInfo; 409 DRAFT_CHANGED
 * POST /api/v1/forms/:form/rules/try      { rules, values } or { rules, record } → Trial     writes nothing
 * POST /api/v1/forms/:form/rules/publish  { revision } → RulesInfo; 422 while lint errors or failing examples
 */
export const SaveRules = z.strictObject({ revision: z.number().int(), rules: z.record(z.string(), z.unknown()) })
export interface SaveRules {
  revision: number
  rules: RuleSet
}
export const TryRules = z.strictObject({
  rules: z.record(z.string(), z.unknown()),
  values: z.record(z.string(), z.unknown()).optional(),
  record: z.string().max(40).optional(),
})
export interface RulesInfo {
  revision: number
  version: number
  publishedAt: string | null
  rules: RuleSet
  /** What every write is classified with now; null before the first publication. */
  published: RuleSet | null
  problems: DesignProblem[]
  examples: { name: string; passed: boolean; expected: Record<string, Json>; actual: Record<string, Json> }[]
}
export interface Trial {
  values: Record<string, Json>
  writes: Record<string, Json | undefined>
  decisions: Decision[]
  problems: Problem[]
}
