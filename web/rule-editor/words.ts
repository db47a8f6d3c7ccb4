import type { Field, Form } from '#core/form/form'
import { textIn, type Json } from '#core/problem'
import type { ConditionOp, ConditionRow } from '#core/rule/conditions'
import type { Result, Rule } from '#core/rule/rule-set'
import type { Reading } from '@/data-grid/value-text'
import { conditionWords, fieldAt, reasonValue } from '@/record/why-words'
import { t } from '@/text'
import { rowsOf, shownOp, takesValue } from './condition-row'

const named: Partial<Record<ConditionOp, string>> = {
  in: 'is',
  notIn: 'isNot',
  contains: 'contains',
  notContains: 'containsNot',
  has: 'has',
  hasNot: 'hasNot',
  exists: 'exists',
  missing: 'missing',
}
const signs: Partial<Record<ConditionOp, string>> = { '>=': '≥', '<=': '≤', '!=': '≠' }
const dated: Partial<Record<ConditionOp, string>> = { '>=': 'notBefore', '>': 'after', '<=': 'notAfter', '<': 'before' }

/** An operator as a sentence has it: "≥" of amounts, "不早于" of days, "是" of options and texts. */
export function opWord(op: ConditionOp, field: Field | undefined): string {
  const kind = field?.kind
  if (named[op]) return t(`rules.op.${named[op]}`)
  if ((kind === 'date' || kind === 'datetime') && dated[op]) return t(`rules.op.${dated[op]}`)
  if (kind === 'number' || kind === 'money') return signs[op] ?? op
  return op === '=' ? t('rules.op.is') : op === '!=' ? t('rules.op.isNot') : (signs[op] ?? op)
}

/** The values of a row, one text each: "50 万元", "连锁餐饮". */
export const valueWords = (row: ConditionRow, field: Field | undefined, reading: Reading): string[] =>
  (Array.isArray(row.value) ? row.value : [row.value]).map(value =>
    value === '' || value === undefined || value === null ? t('rules.nothing') : reasonValue(field, value as Json, reading),
  )

/** A condition as one sentence: "年采购额 ≥ 50 万元 且 潜力评分 ≥ 50 分". */
export function conditionText(when: string, form: Form, reading: Reading): string {
  const conditions = rowsOf(when, form)
  if (!conditions) return conditionWords(when, form, reading.language)
  if (conditions.rows.length === 0) return t('rules.always')
  return conditions.rows
    .map(row => {
      const field = fieldAt(form, row.field)
      const values = takesValue(row.op) ? valueWords(row, field, reading).join(t('why.or')) : ''
      return [textIn(field?.label, reading.language), opWord(shownOp(row, field), field), values].filter(Boolean).join(' ')
    })
    .join(` ${t(`rules.${conditions.joiner}`)} `)
}

export const resultText = (result: Result, field: Field | undefined, form: Form, reading: Reading): string =>
  'value' in result ? reasonValue(field, result.value, reading) : conditionWords(result.expression, form, reading.language)

export const ruleName = (rule: Rule, form: Form, language: 'zh' | 'en'): string =>
  textIn(rule.name, language) || textIn(fieldAt(form, rule.target)?.label, language) || rule.key
