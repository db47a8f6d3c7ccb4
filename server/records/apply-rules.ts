import { expressionView, valueOf } from '#core/form/expression-view'
import { kindOf } from '#core/form/fields/index'
import type { Values } from '#core/form/form'
import type { ParseContext } from '#core/form/kind'
import { sameValue } from '#core/form/same-value'
import { settle } from '#core/form/settle'
import { problem, type Problem } from '#core/problem'
import { classify } from '#core/rule/classify'
import type { Evaluate } from '#core/rule/evaluate-port'
import type { Decision, RuleSet } from '#core/rule/rule-set'
import type { PublishedForm } from '../forms/published-form.js'

export interface RuledValues {
  values: Values
  decisions: Decision[]
  /** Rules that could not be computed or gave what their field cannot hold; the field kept its value. */
  problems: Problem[]
}

/** Runs a rule set over values that are valid, and computes again what depends on the fields that were written. */
export async function applyRules(
  { form }: Pick<PublishedForm, 'form'>,
  rules: { version: number; rules: RuleSet },
  values: Values,
  previous: Values | undefined,
  evaluate: Evaluate,
  context: ParseContext,
): Promise<RuledValues> {
  const before = previous && expressionView(form, previous)
  const said = await classify(rules.rules, rules.version, expressionView(form, values), before, evaluate, context.at)
  const written: Values = { ...values }
  const problems = [...said.problems]
  const failed = new Set<string>()
  for (const field of form.fields) {
    if (!Object.hasOwn(said.writes, field.key)) continue
    const kind = kindOf(field)
    const read = kind.parse(field, kind.fromExpression(field, said.writes[field.key]), context)
    if ('problems' in read) {
      failed.add(field.key)
      problems.push(...read.problems.map(each => problem('RULE_RESULT_REFUSED', field.key, { reason: each.code })))
    } else if (read.value === undefined) delete written[field.key]
    else written[field.key] = read.value
  }
  const decisions = said.decisions.filter(({ target }) => !failed.has(target))
  const changed = form.fields.some(field => !sameValue(valueOf(written, field), valueOf(values, field)))
  if (!changed) return { values, decisions, problems }
  const settled = await settle(form, written, evaluate, context, before && { previous: before })
  return { values: settled.values, decisions, problems }
}
