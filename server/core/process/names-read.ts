import { references } from '../rule/references.js'
import type { Assignment } from './definition.js'

/** Names of the values that an expression reads; undefined: it may read any. Parents and positions (`%`, `@`, `#`) are not followed. */
export function namesRead(source: string): ReadonlySet<string> | undefined {
  if (/[%@#]/.test(source)) return undefined
  const found = references(source)
  if (!Array.isArray(found)) return undefined
  const names = found.filter(({ root }) => root === 'input').map(({ path }) => path[0])
  return names.every(name => name !== undefined) ? new Set(names) : undefined
}

/** What a rule that finds people may read: its expression, or the fields that it names, and what was picked for it. */
export const readBy = (assignment: Assignment): string | ReadonlySet<string> =>
  assignment.type === 'expression' ? assignment.expression : new Set(['picks', ...fieldsNamed(assignment)])

/** Texts of a rule, also those one step inside (`of: { field }`). */
const fieldsNamed = (rule: object): string[] =>
  Object.values(rule).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? fieldsNamed(value) : [],
  )
