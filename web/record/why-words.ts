import type { Fact } from '#core/rule/rule-set'
import type { Field, Form } from '#core/form/form'
import { optionLabel } from '#core/form/options'
import { textIn, type Json } from '#core/problem'
import { t } from '@/text'
import { amountText, valueText, type Reading } from '@/data-grid/value-text'

/** One piece of a reason in words: "年采购额 | 62.4 万元 | 达到 50 万元". */
export interface FactWords {
  label: string
  kind?: Field['kind']
  /** What the field held; '' when the piece is no comparison. */
  actual: string
  /** How that compares with what was asked; '' where the value says it all. */
  rest: string
  /** The condition itself, with field names in the reader's language, where it could not be taken apart. */
  condition?: string
}

/** The field that a path of a rule means: "stores", "items.price", "$previous.grade". */
export function fieldAt(form: Form, path: string): Field | undefined {
  const [key, inner] = path.replace(/^\$previous\./, '').split('.')
  const field = form.fields.find(each => each.key === key)
  return inner === undefined || field?.kind !== 'subform' ? field : field.fields.find(each => each.key === inner)
}

/** The name of such a path: "单价（意向产品）", "原来的客户等级". */
export function labelAt(form: Form, path: string, language: 'zh' | 'en'): string {
  const plain = path.replace(/^\$previous\./, '')
  const [key, inner] = plain.split('.')
  const outer = form.fields.find(each => each.key === key)
  const own = textIn(fieldAt(form, path)?.label, language) || plain
  const label =
    inner !== undefined && outer?.kind === 'subform' ? t('why.inner', { label: own, outer: textIn(outer.label, language) }) : own
  return path.startsWith('$previous.') ? t('why.previousOf', { label }) : label
}

/** A value as a reason says it: Chinese counts money in ten thousands, options have labels, several are joined by "or". */
export function reasonValue(field: Field | undefined, value: Json | undefined, reading: Reading): string {
  if (value === undefined || value === null) return t('why.empty')
  if (Array.isArray(value)) return value.map(each => reasonValue(field, each, reading)).join(t('why.or'))
  if (!field) return typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (field.kind === 'money')
    return moneyWords(field.currency ?? 'CNY', value, reading) ?? valueText(field, String(value), reading)
  if (field.kind === 'choice' || field.kind === 'choices') return optionLabel(field, String(value), reading.language)
  return valueText(field, typeof value === 'number' ? String(value) : value, reading)
}

function moneyWords(currency: string, value: Json, { language }: Reading): string | undefined {
  if (language !== 'zh' || currency !== 'CNY' || !Number.isFinite(Number(value))) return undefined
  const amount = Number(value)
  const large =
    Math.abs(amount) >= 1e8 ? ([1e8, '亿元'] as const) : Math.abs(amount) >= 1e4 ? ([1e4, '万元'] as const) : undefined
  // Only where the reading is exact: 8,600.55 万 would hide cents.
  const scaled = large && Number((amount / large[0]).toFixed(4))
  if (large && scaled !== undefined && Math.round(scaled * large[0] * 100) === Math.round(amount * 100))
    return `${scaled.toLocaleString('zh-CN', { maximumFractionDigits: 4 })} ${large[1]}`
  return `${amountText(String(value))} 元`
}

const keys: Partial<Record<NonNullable<Fact['op']>, string>> = {
  '>=': 'gte',
  '>': 'gt',
  '<': 'lt',
  '<=': 'lte',
  in: 'in',
  contains: 'contains',
}

/** A fact of a decision in words. What is no simple comparison is told by its note, else as the condition with names in place of keys. */
export function factWords(fact: Fact, form: Form, reading: Reading): FactWords {
  const note = textIn(fact.note, reading.language)
  const field = fact.field === undefined ? undefined : fieldAt(form, fact.field)
  if (fact.field === undefined || fact.op === undefined || (fact.op === '=' && fact.expected === true))
    return {
      label: note || t('why.condition'),
      actual: '',
      rest: t(fact.held ? 'why.holds' : 'why.fails'),
      condition: conditionWords(fact.expression, form, reading.language),
    }
  const label = labelAt(form, fact.field, reading.language)
  return { label, kind: field?.kind, actual: reasonValue(field, fact.actual, reading), rest: restOf(fact, field, reading) }
}

function restOf({ op, held, expected, actual }: Fact, field: Field | undefined, reading: Reading): string {
  const wanted = reasonValue(field, expected, reading)
  if (op === 'exists') return held ? t('why.given') : ''
  if (op === 'missing') return held ? '' : t('why.shouldBeEmpty')
  if (op === '=') return held ? '' : t('why.isNot', { expected: wanted })
  if (op === '!=') return t(held ? 'why.isNot' : 'why.mustNotBe', { expected: wanted })
  // One option that the value is: the value says it all.
  if (op === 'in' && held && Array.isArray(expected) && expected.length === 1 && actual !== undefined) return ''
  const dated = (field?.kind === 'date' || field?.kind === 'datetime') && op !== 'in' && op !== 'contains' ? 'Date' : ''
  return t(`why.${keys[op!]}${dated}${held ? '' : 'Not'}`, { expected: wanted })
}

/** `$count(products) >= 2` → `$count(意向产品) >= 2`: keys outside of quotes become the names that people know. */
export const conditionWords = (expression: string, form: Form, language: 'zh' | 'en'): string =>
  expression.replace(/"[^"]*"|'[^']*'|`([^`]*)`|\$?[A-Za-z_]\w*/g, (word, quoted: string | undefined) => {
    const field = form.fields.find(each => each.key === (quoted ?? word))
    return field ? textIn(field.label, language) : word
  })
