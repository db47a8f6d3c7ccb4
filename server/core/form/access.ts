import { kindOf } from './fields/index.js'
import type { Access, AccessMap, Field } from './form.js'

/** Through which door values come: a signed-in person, a public link, the REST API, an import, a process or automation. */
export type Door = 'user' | 'link' | 'api' | 'import' | 'process'

const ranks: Access[] = ['hidden', 'read', 'write', 'required']
const stricter = (a: Access, b: Access): Access => (ranks.indexOf(a) < ranks.indexOf(b) ? a : b)

/**
 * What a writer may do with a field: the stricter of what the field says of itself and what the place (role, process step, link) says.
 * `path` is the field's key, in a subform "items.price". A place that does not name a field means its '*' entry, else 'write';
 * a column that is not named goes with its subform. `hidden`, `readonly` and `fromLink` bind people at forms; the other doors
 * are programs that fill such fields on purpose. Computed fields and serial numbers are never written by anybody.
 */
export function accessOf(field: Field, path: string, door: Door, access: AccessMap = {}): Access {
  const placed = (name: string) => (Object.hasOwn(access, name) ? access[name] : undefined)
  const place = placed(path) ?? (path.includes('.') ? undefined : placed('*')) ?? 'write'
  return stricter(place, ownAccess(field, door))
}

function ownAccess(field: Field, door: Door): Access {
  const person = door === 'user' || door === 'link'
  if (person && field.hidden) return 'hidden'
  if (person && field.readonly) return 'read'
  if (door === 'link' && field.fromLink) return 'read'
  // 'required' is the top of the ranks: the field itself has no objection.
  return field.computed !== undefined || !kindOf(field).input ? 'read' : 'required'
}

export const mayWrite = (access: Access): boolean => access === 'write' || access === 'required'
