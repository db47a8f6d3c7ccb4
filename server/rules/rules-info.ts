import type { Evaluate } from '#core/rule/evaluate-port'
import { lintRuleSet } from '#core/rule/lint-rules'
import { runExamples } from '#core/rule/run-examples'
import type { Reader } from '../db/transaction.js'
import { readForm } from '../forms/draft.js'
import { publishedForm } from '../forms/published-form.js'
import { refuse } from '../http/refusal.js'
import { readDraftRules } from './draft-rules.js'
import { keyed } from './publish-rules.js'
import { publishedRules } from './published-rules.js'
import type { RulesInfo } from './rules.api.js'

/** The form that rules are checked against: as published, else as drafted. 404 NO_SUCH_FORM. */
export async function formOfRules(read: Reader, formId: string) {
  const row = (await readForm(read, formId)) ?? refuse(404, 'NO_SUCH_FORM')
  const published = await publishedForm(read, formId)
  return { id: formId, form: published?.form ?? row.form }
}

export async function rulesInfo(read: Reader, evaluate: Evaluate, formId: string, at: string): Promise<RulesInfo> {
  const form = await formOfRules(read, formId)
  const { revision, version, rules } = await readDraftRules(read, keyed(form))
  const [published] = await read.query<{ published_at: string }>(
    'SELECT published_at FROM rule_versions WHERE form = ? AND version = ?',
    [formId, version],
  )
  const live = await publishedRules(read, formId)
  const problems = lintRuleSet(rules, form.form).map(each => ({ ...each, severity: 'error' as const }))
  const outcomes = problems.length > 0 ? [] : await runExamples(rules, evaluate, at)
  const examples = outcomes.map(({ name, passed, expected, actual }) => ({ name, passed, expected, actual }))
  return {
    revision,
    version,
    publishedAt: published?.published_at ?? null,
    rules,
    published: live?.rules ?? null,
    problems,
    examples,
  }
}
