import type { ConditionRow } from '#core/rule/conditions'
import type { Rule, RuleSet } from '#core/rule/rule-set'
import { sourceToConditions } from '#core/rule/conditions'
import { itemsOf, type Item } from './edits'

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right)
const ruleOf = (set: RuleSet | null, key: string): Rule | undefined => set?.rules.find(rule => rule.key === key)

/**
 * The published line that a line of the draft was made from: the same one wherever it stands now, else the one in its place when that has
 * not gone elsewhere. Undefined: the line is new (or nothing was published).
 */
export function before(published: RuleSet | null, rule: Rule, at: number): Item | undefined {
  const old = ruleOf(published, rule.key)
  const item = itemsOf(rule)[at]
  if (!old || old.type !== rule.type || !item) return undefined
  const lines = itemsOf(old)
  const equal = lines.find(line => same(line, item))
  if (equal) return equal
  const there = lines[at]
  return there && !itemsOf(rule).some(line => same(line, there)) ? there : undefined
}

/** The value that a row had as published, where the row asks the same field the same thing. Undefined when it has not changed. */
export function rowBefore(old: Item | undefined, row: ConditionRow, at: number): ConditionRow | undefined {
  const was = old && sourceToConditions(old.when)?.rows[at]
  return was && was.field === row.field && !same(was.value, row.value) ? was : undefined
}

export interface Change {
  kind: 'added' | 'removed' | 'changed' | 'moved' | 'settings'
  rule: Rule
  /** Absent: the rule itself. */
  item?: number | 'otherwise'
  was?: Item | Rule
  is?: Item | Rule
}

/** What publishing would change, line by line. */
export function changesOf(published: RuleSet | null, draft: RuleSet): Change[] {
  if (!published) return draft.rules.map(rule => ({ kind: 'added', rule, is: rule }))
  const gone = published.rules.filter(rule => !ruleOf(draft, rule.key))
  return [
    ...draft.rules.flatMap(rule => {
      const old = ruleOf(published, rule.key)
      return old && old.type === rule.type ? linesOf(published, old, rule) : [{ kind: 'added' as const, rule, is: rule }]
    }),
    ...gone.map(rule => ({ kind: 'removed' as const, rule, was: rule })),
    ...orderOf(published, draft),
  ]
}

function linesOf(published: RuleSet, old: Rule, rule: Rule): Change[] {
  const found: Change[] = []
  const met = new Set<Item>()
  itemsOf(rule).forEach((is, item) => {
    const was = before(published, rule, item)
    if (was) met.add(was)
    if (!was) found.push({ kind: 'added', rule, item, is })
    else if (!same(was, is)) found.push({ kind: 'changed', rule, item, was, is })
    else if (!same(itemsOf(old)[item], is) && itemsOf(old).length === itemsOf(rule).length)
      found.push({ kind: 'moved', rule, item, was, is })
  })
  for (const was of itemsOf(old)) if (!met.has(was)) found.push({ kind: 'removed', rule, was })
  const settings = ({ name, target, off, ...rest }: Rule) => [
    name,
    target,
    off ?? false,
    'otherwise' in rest ? rest.otherwise : null,
  ]
  if (!same(settings(old), settings(rule))) found.push({ kind: 'settings', rule, was: old, is: rule })
  return found
}

function orderOf(published: RuleSet, draft: RuleSet): Change[] {
  const kept = draft.rules.filter(rule => ruleOf(published, rule.key)).map(rule => rule.key)
  const were = published.rules.filter(rule => ruleOf(draft, rule.key)).map(rule => rule.key)
  const first = kept.findIndex((key, index) => key !== were[index])
  return first < 0 ? [] : [{ kind: 'moved', rule: ruleOf(draft, kept[first]!)! }]
}
