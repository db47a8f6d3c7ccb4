import type { RuleSet } from '#core/rule/rule-set'
import type { Reader } from '../db/transaction.js'

export interface PublishedRules {
  version: number
  rules: RuleSet
}

const kept = new Map<string, RuleSet>()
const mostKept = 300

/** The published rule set of a form; undefined when it has none. The number is read each time, the immutable version kept. */
export async function publishedRules(reader: Reader, formId: string): Promise<PublishedRules | undefined> {
  const [row] = await reader.query<{ version: number }>('SELECT version FROM rule_sets WHERE form = ?', [formId])
  if (!row || row.version === 0) return undefined
  const key = `${formId}:${row.version}`
  let rules = kept.get(key)
  if (!rules) {
    const [found] = await reader.query<{ rules: string }>('SELECT rules FROM rule_versions WHERE form = ? AND version = ?', [
      formId,
      row.version,
    ])
    if (!found) return undefined
    rules = JSON.parse(found.rules) as RuleSet
    kept.set(key, rules)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  }
  return { version: row.version, rules }
}
