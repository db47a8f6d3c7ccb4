import { accessOf } from '#core/form/access'
import type { AccessMap, Field } from '#core/form/form'

/** The form's own access map, as a person meets it: hidden, read, write. Subform columns as "items.price". */
export function ownAccess(fields: Field[], prefix = '', access: AccessMap = {}): AccessMap {
  const map: AccessMap = {}
  for (const field of fields) {
    const path = prefix + field.key
    const mine = accessOf(field, path, 'user', access)
    map[path] = mine === 'required' ? 'write' : mine
    if (field.kind === 'subform') Object.assign(map, ownAccess(field.fields, `${path}.`, access))
  }
  return map
}
