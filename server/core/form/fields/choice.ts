import { cleanLine, isEmpty } from '../clean-text.js'
import type { ChoiceField } from '../form.js'
import { parsed, refused, sameColumns, textOperators, type FieldKind } from '../kind.js'
import { lintOptions, longestOption, optionLabel, optionNamed, optionProblem } from '../options.js'

export const choice: FieldKind<ChoiceField> = {
  kind: 'choice',
  group: 'choice',
  create: () => ({ kind: 'choice', options: [] }),
  columns: () => [{ suffix: '', type: 'varchar', size: longestOption }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    if (typeof raw !== 'string') return refused('NOT_AN_OPTION', field.key)
    const value = cleanLine(raw)
    const trouble = optionProblem(field, value)
    return trouble ? { problems: [trouble] } : parsed(value || undefined)
  },
  fromText: (field, text) => optionNamed(field, text) ?? text,
  toText: (field, value, language) => (value === undefined ? '' : optionLabel(field, value as string, language)),
  toExpression: (_field, value) => value as string | undefined,
  fromExpression: (_field, result) => result,
  operators: textOperators,
  sortable: true,
  input: true,
  lint: lintOptions,
  compatible: (before, after) => sameColumns(choice, before, after),
}
