import { accessOf, mayWrite, type Door } from '#core/form/access'
import { isEmpty } from '#core/form/clean-text'
import type { AccessMap, Field, Form } from '#core/form/form'
import type { Typed } from './typed-values'

/**
 * What is sent: of what was typed, the visible fields that this person may write. An emptied field is sent as null where silence
 * would mean something else (an update keeps it, a default fills it). New rows go without an id.
 */
export function payload(
  form: Pick<Form, 'fields'>,
  typed: Typed,
  rights: { door: Door; access: AccessMap; mode: 'create' | 'update' },
  visible: ReadonlySet<string>,
): Typed {
  return cells(form.fields, typed, rights, visible, '', '')
}

function cells(
  fields: Field[],
  typed: Typed,
  rights: { door: Door; access: AccessMap; mode: 'create' | 'update' },
  visible: ReadonlySet<string>,
  path: string,
  at: string,
): Typed {
  const sent: Typed = {}
  for (const field of fields) {
    if (!mayWrite(accessOf(field, path + field.key, rights.door, rights.access)) || !visible.has(at + field.key)) continue
    const raw = typed[field.key]
    if (isEmpty(raw)) {
      if (rights.mode === 'update' || field.default !== undefined) sent[field.key] = null
    } else if (field.kind === 'subform') {
      sent[field.key] = (raw as Typed[]).map((row, index) => ({
        ...(row.id ? { id: row.id } : {}),
        ...cells(field.fields, row, rights, visible, `${field.key}.`, `${at}${field.key}[${index}].`),
      }))
    } else sent[field.key] = raw
  }
  return sent
}
