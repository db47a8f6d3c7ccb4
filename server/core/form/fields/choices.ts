import { problem } from '../../problem.js'
import { cleanLine, isEmpty } from '../clean-text.js'
import type { ChoicesField } from '../form.js'
import { listOperators, parsed, refused, sameColumns, type FieldKind } from '../kind.js'
import { lintOptions, optionLabel, optionNamed, optionProblem } from '../options.js'

/** Far above any questionnaire; keeps a hostile list from costing more than it is worth. */
const most = 200

export const choices: FieldKind<ChoicesField> = {
  kind: 'choices',
  group: 'choice',
  create: () => ({ kind: 'choices', options: [] }),
  columns: () => [{ suffix: '', type: 'json' }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    if (!Array.isArray(raw) || raw.some(item => typeof item !== 'string')) return refused('NOT_A_LIST', field.key)
    if (raw.length > most) return refused('TOO_MANY', field.key, { max: most, count: raw.length })
    const chosen = [...new Set(raw.map(item => cleanLine(item as string)).filter(item => item !== ''))]
    for (const value of chosen) {
      const trouble = optionProblem(field, value)
      if (trouble) return { problems: [trouble] }
    }
    const max = field.max ?? most
    if (chosen.length > 0 && chosen.length < (field.min ?? 0))
      return refused('TOO_FEW', field.key, { min: field.min, count: chosen.length })
    if (chosen.length > max) return refused('TOO_MANY', field.key, { max, count: chosen.length })
    return parsed(chosen.length ? inOrder(field, chosen) : undefined)
  },
  fromText(field, text) {
    const whole = optionNamed(field, text)
    if (whole !== undefined) return [whole]
    return text
      .split(/[,，;；、|\n]/)
      .filter(part => part.trim() !== '')
      .map(part => optionNamed(field, part) ?? part)
  },
  toText(field, value, language) {
    const labels = ((value as string[] | undefined) ?? []).map(each => optionLabel(field, each, language))
    return labels.join(language === 'zh' ? '、' : ', ')
  },
  toExpression: (_field, value) => value as string[] | undefined,
  fromExpression: (_field, result) => (typeof result === 'string' ? [result] : result),
  operators: listOperators,
  sortable: false,
  input: true,
  lint(field) {
    const problems = lintOptions(field)
    const { min = 0, max = most } = field
    if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || max < 1) problems.push(problem('BAD_LIMIT', field.key))
    else if (min > max) problems.push(problem('MIN_ABOVE_MAX', field.key, { min, max }))
    return problems
  },
  compatible: (before, after) => sameColumns(choices, before, after),
}

/** The designer's order, then what was typed under "other": two records with the same ticks hold the same list. */
function inOrder(field: ChoicesField, chosen: string[]): string[] {
  const rank = new Map(field.options.map((option, index) => [option.value, index]))
  return chosen.sort((a, b) => (rank.get(a) ?? Infinity) - (rank.get(b) ?? Infinity) || 0)
}
