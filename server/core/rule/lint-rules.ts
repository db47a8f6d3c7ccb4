import type { Field, Form } from '../form/form.js'
import { problem, type Json, type Problem } from '../problem.js'
import { checkReferences, fieldsOf } from './check-references.js'
import { nearest } from './nearest.js'
import type { BranchRule, Result, Rule, RuleSet, ScoreRule } from './rule-set.js'

/** Kinds that a rule may write: what a person could have typed, rows and files aside. */
const WRITABLE = new Set([
  'text',
  'textarea',
  'number',
  'money',
  'date',
  'datetime',
  'choice',
  'choices',
  'phone',
  'email',
  'member',
  'department',
])
const NUMBERS = new Set(['number', 'money'])

/**
 * Everything that can be known about a rule set before it runs. `at` is a path such as `rules[0].branches[1].when`; expressions
 * bring the gate's codes and those of `checkReferences`; else:
 * RULE_KEY_TWICE, RULE_TARGET_UNKNOWN, RULE_TARGET_FIXED, RULE_WITHOUT_BRANCHES, BRANCH_UNREACHABLE, BRANCH_TWICE, RESULT_NOT_AN_OPTION, RESULT_WRONG_KIND.
 */
export const lintRuleSet = (ruleSet: RuleSet, form: Pick<Form, 'fields'>): Problem[] => {
  const fields = new Map(form.fields.map(field => [field.key, field]))
  const shape = fieldsOf(form)
  const keys = new Set<string>()
  return ruleSet.rules.flatMap((rule, index) => {
    const at = `rules[${index}]`
    const found: Problem[] = keys.has(rule.key) ? [problem('RULE_KEY_TWICE', at, { key: rule.key })] : []
    keys.add(rule.key)
    const target = fields.get(rule.target)
    found.push(...lintTarget(rule, target, [...fields.keys()], at))
    for (const expression of expressionsOf(rule)) {
      found.push(...checkReferences(expression.source, shape).map(fault => ({ ...fault, at: `${at}.${expression.at}` })))
    }
    return [...found, ...(rule.type === 'score' ? lintScore(rule, at) : lintBranches(rule, target, at))]
  })
}

const lintTarget = (rule: Rule, target: Field | undefined, keys: string[], at: string): Problem[] => {
  if (!target)
    return [problem('RULE_TARGET_UNKNOWN', `${at}.target`, { target: rule.target, didYouMean: nearest(rule.target, keys) })]
  if (!WRITABLE.has(target.kind) || target.computed !== undefined)
    return [problem('RULE_TARGET_FIXED', `${at}.target`, { target: rule.target, kind: target.kind })]
  if (rule.type === 'score' && !NUMBERS.has(target.kind))
    return [problem('RESULT_WRONG_KIND', `${at}.target`, { kind: target.kind, result: 'number' })]
  return []
}

/** Every expression of a rule, with its place below the rule. */
export const expressionsOf = (rule: Rule): { source: string; at: string }[] => {
  if (rule.type === 'score') return rule.parts.map((part, index) => ({ source: part.when, at: `parts[${index}].when` }))
  const ofResult = (result: Result | undefined, at: string) =>
    result && 'expression' in result ? [{ source: result.expression, at }] : []
  return [
    ...rule.branches.flatMap((branch, index) => [
      { source: branch.when, at: `branches[${index}].when` },
      ...ofResult(branch.result, `branches[${index}].result`),
    ]),
    ...ofResult(rule.otherwise, 'otherwise'),
  ]
}

const lintScore = (rule: ScoreRule, at: string): Problem[] =>
  rule.parts.length === 0 ? [problem('RULE_WITHOUT_BRANCHES', at)] : []

const lintBranches = (rule: BranchRule, target: Field | undefined, at: string): Problem[] => {
  const found: Problem[] = rule.branches.length === 0 && !rule.otherwise ? [problem('RULE_WITHOUT_BRANCHES', at)] : []
  const seen = new Map<string, number>()
  let always: number | undefined
  for (const [index, branch] of rule.branches.entries()) {
    const place = `${at}.branches[${index}]`
    const condition = branch.when.trim()
    if (always !== undefined) found.push(problem('BRANCH_UNREACHABLE', place, { after: always }))
    else if (seen.has(condition)) found.push(problem('BRANCH_TWICE', place, { first: seen.get(condition) }))
    seen.set(condition, seen.get(condition) ?? index)
    if (/^\(*\s*true\s*\)*$/.test(condition)) always ??= index
    found.push(...lintResult(branch.result, target, `${place}.result`))
  }
  if (rule.otherwise && always !== undefined) found.push(problem('BRANCH_UNREACHABLE', `${at}.otherwise`, { after: always }))
  return [...found, ...(rule.otherwise ? lintResult(rule.otherwise, target, `${at}.otherwise`) : [])]
}

const lintResult = (result: Result, target: Field | undefined, at: string): Problem[] => {
  if (!target || !('value' in result) || result.value === null) return []
  const { value } = result
  if (target.kind === 'choice' || target.kind === 'choices') {
    const options = target.options.map(option => option.value)
    const chosen: Json[] = target.kind === 'choices' && Array.isArray(value) ? value : [value]
    const strange = target.other ? [] : chosen.filter(item => typeof item !== 'string' || !options.includes(item))
    return strange.map(item => problem('RESULT_NOT_AN_OPTION', at, { value: item, didYouMean: nearest(String(item), options) }))
  }
  if (NUMBERS.has(target.kind) && typeof value !== 'number' && !(typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))) {
    return [problem('RESULT_WRONG_KIND', at, { kind: target.kind, result: Array.isArray(value) ? 'list' : typeof value })]
  }
  return []
}
