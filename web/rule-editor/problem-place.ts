import type { Problem } from '#core/problem'
import type { RuleSet } from '#core/rule/rule-set'
import type { Place } from './edits'

/** `rules[0].branches[1].when` → the line that a problem is about. */
export function placeOf({ at }: Problem, rules: RuleSet): Place | undefined {
  const rule = rules.rules[Number(/^rules\[(\d+)\]/.exec(at ?? '')?.[1] ?? NaN)]
  if (!rule) return undefined
  const item = /\.(?:branches|parts)\[(\d+)\]/.exec(at ?? '')?.[1]
  return item !== undefined
    ? { rule: rule.key, item: Number(item) }
    : /\.otherwise/.test(at ?? '')
      ? { rule: rule.key, item: 'otherwise' }
      : { rule: rule.key }
}
