import type { Field, Form, SubformField } from '#core/form/form'

/** Where a field stands: "grade", or "items.price" for a column of a subform. */
export type Path = string

export interface Found {
  field: Field
  /** The list that holds it: the form's fields or those of `owner`. */
  siblings: Field[]
  index: number
  owner?: SubformField
}

/** The field at a path, with the list that it stands in. */
export function find(form: Pick<Form, 'fields'>, path: Path): Found | undefined {
  const [key, inner] = path.split('.')
  const index = form.fields.findIndex(field => field.key === key)
  const field = form.fields[index]
  if (!field || inner === undefined) return field && { field, siblings: form.fields, index }
  if (field.kind !== 'subform') return undefined
  const at = field.fields.findIndex(each => each.key === inner)
  const cell = field.fields[at]
  return cell && { field: cell, siblings: field.fields, index: at, owner: field }
}

/** Key of the subform that a path leads into; undefined for a field of the form. */
export const ownerOf = (path: Path): string | undefined => (path.includes('.') ? path.split('.')[0] : undefined)

/** Every field in the order of the sheet, columns after their subform. Fields without a place come last, as the renderer has it. */
export function pathsOf(form: Pick<Form, 'fields' | 'layout'>): Path[] {
  return orderedFields(form).flatMap(field => [
    field.key,
    ...(field.kind === 'subform' ? field.fields.map(inner => `${field.key}.${inner.key}`) : []),
  ])
}

export function orderedFields(form: Pick<Form, 'fields' | 'layout'>): Field[] {
  const placed = form.layout.flatMap(cell => form.fields.find(field => field.key === cell.field) ?? [])
  return [...new Set([...placed, ...form.fields])]
}

/** May a field of this kind stand in a row of a subform? */
export const fitsInRows = (kind: Field['kind']): boolean => !['subform', 'serial', 'divider', 'description'].includes(kind)
