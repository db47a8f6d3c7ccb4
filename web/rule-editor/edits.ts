import type { Branch, Result, Rule, RuleSet, ScorePart } from '#core/rule/rule-set'
import type { Text } from '#core/problem'

/** One line of a rule: a branch, or a part of a score. */
export type Item = Branch | ScorePart

/** A place in the rules: a rule, one of its lines, or what holds when none does. */
export interface Place {
  rule: string
  item?: number | 'otherwise'
}

export const itemsOf = (rule: Rule): Item[] => (rule.type === 'score' ? rule.parts : rule.branches)

const withItems = (rule: Rule, items: Item[]): Rule =>
  rule.type === 'score' ? { ...rule, parts: items as ScorePart[] } : { ...rule, branches: items as Branch[] }

/** Edits leave the rules that they were given as they are; every one can be undone by going back to them. */
export const changeRule = (set: RuleSet, key: string, change: (rule: Rule) => Rule): RuleSet => ({
  ...set,
  rules: set.rules.map(rule => (rule.key === key ? change(rule) : rule)),
})

export const changeItem = (set: RuleSet, key: string, at: number, change: Partial<Branch & ScorePart>): RuleSet =>
  changeRule(set, key, rule =>
    withItems(
      rule,
      itemsOf(rule).map((item, index) => (index === at ? { ...item, ...change } : item)),
    ),
  )

export const addItem = (set: RuleSet, key: string, item: Item): RuleSet =>
  changeRule(set, key, rule => withItems(rule, [...itemsOf(rule), item]))

export const removeItem = (set: RuleSet, key: string, at: number): RuleSet =>
  changeRule(set, key, rule =>
    withItems(
      rule,
      itemsOf(rule).filter((_, index) => index !== at),
    ),
  )

/** `to` is the index that the line has afterwards. */
export const moveItem = (set: RuleSet, key: string, from: number, to: number): RuleSet =>
  changeRule(set, key, rule => withItems(rule, moved(itemsOf(rule), from, to)))

export const moveRule = (set: RuleSet, from: number, to: number): RuleSet => ({ ...set, rules: moved(set.rules, from, to) })

export const removeRule = (set: RuleSet, key: string): RuleSet => ({
  ...set,
  rules: set.rules.filter(rule => rule.key !== key),
})

/** Without a result the field is left as it is when nothing holds. */
export const setOtherwise = (set: RuleSet, key: string, result: Result | undefined): RuleSet =>
  changeRule(set, key, rule => {
    if (rule.type === 'score') return rule
    const { otherwise: _gone, ...rest } = rule
    return result ? { ...rest, otherwise: result } : rest
  })

export const toggleRule = (set: RuleSet, key: string): RuleSet =>
  changeRule(set, key, rule => {
    const { off, ...rest } = rule
    return off ? rest : { ...rest, off: true }
  })

/** A new rule at the end, without lines; its key names the field that it writes, and a number where that is taken. */
export function addRule(set: RuleSet, type: Rule['type'], target: string, name: Text): { set: RuleSet; key: string } {
  const taken = new Set(set.rules.map(rule => rule.key))
  let key = target
  for (let n = 2; taken.has(key); n++) key = `${target}${n}`
  const base = { key, name, target }
  const rule: Rule = type === 'score' ? { ...base, type, parts: [] } : { ...base, type: 'branches', branches: [] }
  return { set: { ...set, rules: [...set.rules, rule] }, key }
}

/** A text with what was typed in the page's language; the other language stays. */
export function retold(text: Text | undefined, typed: string, language: 'zh' | 'en'): Text | undefined {
  const before = typeof text === 'object' ? text : { zh: text ?? '' }
  const next = language === 'en' ? { ...before, en: typed } : { ...before, zh: typed }
  if (!next.zh && !next.en) return undefined
  if (!next.zh) return { zh: next.en!, en: next.en! }
  return next.en ? { zh: next.zh, en: next.en } : next.zh
}

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from)
  const thing = list[from]
  if (thing === undefined) return [...list]
  const at = Math.max(0, Math.min(to, rest.length))
  return [...rest.slice(0, at), thing, ...rest.slice(at)]
}
