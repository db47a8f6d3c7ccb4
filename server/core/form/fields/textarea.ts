import { problem } from '../../problem.js'
import { cleanText, countCharacters, isEmpty } from '../clean-text.js'
import type { TextareaField } from '../form.js'
import { parsed, refused, sameColumns, type FieldKind } from '../kind.js'

const longest = 100_000
/** When the field does not say: some ten pages. */
const usual = 20_000

export const textarea: FieldKind<TextareaField> = {
  kind: 'textarea',
  group: 'basic',
  create: () => ({ kind: 'textarea' }),
  columns: () => [{ suffix: '', type: 'longtext' }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    if (typeof raw !== 'string' && typeof raw !== 'number') return refused('NOT_A_TEXT', field.key)
    const value = cleanText(String(raw))
    const max = Math.min(field.maxLength ?? usual, longest)
    const length = countCharacters(value)
    return length > max ? refused('TOO_LONG', field.key, { max, length }) : parsed(value || undefined)
  },
  fromText: (_field, text) => text,
  toText: (_field, value) => (value as string | undefined) ?? '',
  toExpression: (_field, value) => value as string | undefined,
  fromExpression: (_field, result) => result,
  operators: ['contains', 'empty', 'notEmpty'],
  sortable: false,
  input: true,
  lint(field) {
    const max = field.maxLength
    const bad = max !== undefined && (!Number.isInteger(max) || max < 1 || max > longest)
    return bad ? [problem('BAD_MAX_LENGTH', field.key, { max: longest })] : []
  },
  compatible: (before, after) => sameColumns(textarea, before, after),
}
