import type { Form, Field } from '../form/form.js'
import { problem, type Problem } from '../problem.js'
import { nearest } from './nearest.js'
import { references } from './references.js'

/** What may be read: `true` for a plain value, the inner keys for rows, files and the like. */
export interface Fields {
  [key: string]: true | Fields
}

/** Variables that rules know beside the record's values. `previous` holds values of the same form. */
const VARIABLES: Record<string, 'fields' | 'any'> = { previous: 'fields' }

/** The fields that expressions over a form's records may read. */
export const fieldsOf = (form: Pick<Form, 'fields'>): Fields => Object.fromEntries(form.fields.flatMap(shape))

const shape = (field: Field): [string, true | Fields][] => {
  switch (field.kind) {
    case 'divider':
    case 'description':
      return []
    case 'file':
      return [[field.key, { id: true, name: true, size: true, type: true }]]
    case 'subform':
      return [[field.key, { id: true, ...fieldsOf(field) }]]
    default:
      return [[field.key, true]]
  }
}

/**
 * A misspelt field is silently undefined in JSONata, and the record would be classified wrongly: every path is checked.
 * @param variables further variables that the place of the expression binds
 * @returns the gate's problem, or UNKNOWN_FIELD and UNKNOWN_VARIABLE with `name`, `position` and `didYouMean`
 */
export const checkReferences = (source: string, fields: Fields, variables: Record<string, 'fields' | 'any'> = {}): Problem[] => {
  const found = references(source)
  if ('code' in found) return [found]
  const roots = { ...VARIABLES, ...variables }
  return found.flatMap(({ root, path, positions }) => {
    if (root !== 'input' && !Object.hasOwn(roots, root)) {
      return [problem('UNKNOWN_VARIABLE', undefined, { name: root, didYouMean: nearest(root, Object.keys(roots)) })]
    }
    if (root !== 'input' && roots[root] === 'any') return []
    const strange = firstStrange(path, fields)
    if (!strange) return []
    const { index, among } = strange
    const params = {
      name: path[index],
      path: path.join('.'),
      position: positions[index],
      didYouMean: nearest(path[index]!, among),
    }
    return [problem('UNKNOWN_FIELD', undefined, params)]
  })
}

const firstStrange = (path: string[], fields: Fields): { index: number; among: string[] } | undefined => {
  let here: true | Fields = fields
  for (const [index, key] of path.entries()) {
    if (here === true || !Object.hasOwn(here, key)) return { index, among: here === true ? [] : Object.keys(here) }
    here = here[key]!
  }
  return undefined
}
