import { RE2JS } from 're2js'
import { problem } from '../../problem.js'
import { cleanLine, countCharacters, isEmpty } from '../clean-text.js'
import type { TextField } from '../form.js'
import { parsed, refused, sameColumns, textOperators, type FieldKind } from '../kind.js'

/** Longer texts belong in a textarea. 255 is also the most that MySQL indexes comfortably, and a form may have sixty of them. */
export const longestText = 255

/** Linear-time (RE2), so that no admin's pattern can hang the process. Undefined when the pattern is no regular expression. */
function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch {
    return undefined
  }
}

export const text: FieldKind<TextField> = {
  kind: 'text',
  group: 'basic',
  create: () => ({ kind: 'text' }),
  columns: () => [{ suffix: '', type: 'varchar', size: longestText }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    if (typeof raw !== 'string' && typeof raw !== 'number') return refused('NOT_A_TEXT', field.key)
    const value = cleanLine(String(raw))
    const max = Math.min(field.maxLength ?? longestText, longestText)
    const length = countCharacters(value)
    if (length > max) return refused('TOO_LONG', field.key, { max, length })
    // A pattern that does not compile never gets published (lint); refusing here instead would lock the form.
    if (value && field.pattern && compile(field.pattern)?.matches(value) === false)
      return refused('PATTERN', field.key, field.patternMessage === undefined ? undefined : { message: field.patternMessage })
    return parsed(value || undefined)
  },
  fromText: (_field, text) => text,
  toText: (_field, value) => (value as string | undefined) ?? '',
  toExpression: (_field, value) => value as string | undefined,
  fromExpression: (_field, result) => result,
  operators: textOperators,
  sortable: true,
  input: true,
  lint(field) {
    const problems = []
    const max = field.maxLength
    if (max !== undefined && (!Number.isInteger(max) || max < 1 || max > longestText))
      problems.push(problem('BAD_MAX_LENGTH', field.key, { max: longestText }))
    if (field.pattern !== undefined && !compile(field.pattern))
      problems.push(problem('BAD_PATTERN', field.key, { pattern: field.pattern }))
    return problems
  },
  compatible: (before, after) => sameColumns(text, before, after),
}
