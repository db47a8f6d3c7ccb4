import { problem, textIn, type Problem } from '../problem.js'
import { cleanLine } from './clean-text.js'
import type { ChoiceField, ChoicesField } from './form.js'

/** What choice and choices have in common. */
type OptionField = ChoiceField | ChoicesField

/** Longest stored value, of an option and of a text typed under "other". */
export const longestOption = 200

/** Label in the reader's language; a value without an option (typed under "other", or an option removed since) is its own label. */
export function optionLabel(field: OptionField, value: string, language: 'zh' | 'en'): string {
  const option = field.options.find(each => each.value === value)
  return option ? textIn(option.label, language) || value : value
}

/** A label in either language, or a value → the value. Undefined when no option is called that. */
export function optionNamed(field: OptionField, name: string): string | undefined {
  const plain = cleanLine(name)
  const option =
    field.options.find(each => textIn(each.label, 'zh') === plain || textIn(each.label, 'en') === plain) ??
    field.options.find(each => each.value === plain)
  return option?.value
}

/** May this be the value? An option's, or a text of its own where "other" is allowed. */
export function optionProblem(field: OptionField, value: string): Problem | undefined {
  if (field.options.some(option => option.value === value)) return undefined
  if (!field.other) return problem('NOT_AN_OPTION', field.key, { value: value.slice(0, 80) })
  if (value.length > longestOption) return problem('TOO_LONG', field.key, { max: longestOption, length: value.length })
  return undefined
}

export function lintOptions(field: OptionField): Problem[] {
  const problems: Problem[] = []
  if (!Array.isArray(field.options) || field.options.length === 0) return field.other ? [] : [problem('NO_OPTIONS', field.key)]
  const values = new Set<string>()
  const labels = new Set<string>()
  for (const { value, label } of field.options) {
    const text = textIn(label, 'zh').trim()
    if (typeof value !== 'string' || value !== cleanLine(value) || !value || value.length > longestOption)
      problems.push(problem('BAD_OPTION_VALUE', field.key, { value }))
    else if (values.has(value)) problems.push(problem('DUPLICATE_OPTION', field.key, { value }))
    if (!text) problems.push(problem('EMPTY_OPTION', field.key, { value }))
    else if (labels.has(text)) problems.push(problem('DUPLICATE_OPTION_LABEL', field.key, { label: text }))
    values.add(value)
    labels.add(text)
  }
  return problems
}
