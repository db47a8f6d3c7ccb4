import { kinds } from '#core/form/fields/index'
import type { Field, FieldKindName, Form, SubformField } from '#core/form/form'
import type { Text } from '#core/problem'
import { find, fitsInRows, ownerOf, type Path } from './find'
import { freshKey, freshLabel } from './keys'
import type { Span } from './lines'
import { placeCell, unplaceCell, wantedSpan, type Place } from './place'

/** A new field of a kind, as its kind makes it. Lists of options start with what can be typed over at once. */
export function newField(kind: FieldKindName, label: Text, extra: Partial<Field> = {}): Field {
  return { key: kind, label, ...kinds[kind].create(), ...extra } as Field
}

/** Puts a field where `place` says; its key and label are made free there. Returns its path. */
export function insertField(form: Form, field: Field, place: Place, span = wantedSpan(field.kind)): Path {
  const into = place.at === 'end' ? undefined : place.at === 'inside' ? place.path : ownerOf(place.path)
  const owner = into === undefined ? undefined : find(form, into)?.field
  if (owner?.kind === 'subform' && fitsInRows(field.kind)) return insertColumn(owner, field, place)
  const aside: Place = owner && place.at !== 'end' ? { at: 'after', path: owner.key } : place
  const made = named(form.fields, field)
  const anchor = aside.at === 'end' ? -1 : form.fields.findIndex(each => each.key === aside.path)
  const before = aside.at === 'before' || aside.at === 'left'
  form.fields.splice(anchor < 0 ? form.fields.length : anchor + (before ? 0 : 1), 0, made)
  placeCell(form, made.key, aside, aside.at === 'left' || aside.at === 'right' ? beside(span) : span)
  return made.key
}

function insertColumn(owner: SubformField, field: Field, place: Place): Path {
  const made = named(owner.fields, field)
  delete made.unique
  const index = place.at === 'end' || place.at === 'inside' ? -1 : (find({ fields: [owner] }, place.path)?.index ?? -1)
  const before = place.at === 'before' || place.at === 'left'
  owner.fields.splice(index < 0 ? owner.fields.length : index + (before ? 0 : 1), 0, made)
  return `${owner.key}.${made.key}`
}

function named(siblings: Field[], field: Field): Field {
  const key = freshKey(
    siblings.map(each => each.key),
    field.key,
  )
  const label =
    typeof field.label === 'string'
      ? freshLabel(siblings, field.label)
      : { ...field.label, zh: freshLabel(siblings, field.label.zh) }
  return { ...plain(field), key, label }
}

/** Takes a field away, and its name from the settings that list fields. Expressions that read it are left for the lint to show. */
export function removeField(form: Form, path: Path): void {
  const found = find(form, path)
  if (!found) return
  found.siblings.splice(found.index, 1)
  if (found.owner) return
  unplaceCell(form, path)
  const { settings } = form
  if (!settings) return
  for (const list of ['title', 'facts', 'list', 'internal'] as const)
    if (settings[list]?.includes(path)) settings[list] = settings[list].filter(key => key !== path)
  for (const one of ['owner', 'due'] as const) if (settings[one] === path) delete settings[one]
  for (const check of form.checks ?? []) if (check.at === path) delete check.at
}

/** Moves a field on the sheet, or between the columns of a subform. Returns its new path. Beside itself: nothing happens. */
export function moveField(form: Form, path: Path, place: Place): Path {
  const found = find(form, path)
  if (!found || (place.at !== 'end' && place.path === path)) return path
  const into = place.at === 'end' ? undefined : place.at === 'inside' ? place.path : ownerOf(place.path)
  if (ownerOf(path) === into && !into) {
    const span = form.layout.find(cell => cell.field === path)?.span ?? wantedSpan(found.field.kind)
    unplaceCell(form, path)
    placeCell(form, path, place, place.at === 'left' || place.at === 'right' ? beside(span) : span)
    return path
  }
  // a field of the form cannot become a column of itself, nor a kind that rows cannot hold
  if (into !== undefined && (into === path || !fitsInRows(found.field.kind))) return path
  const field = plain(found.field)
  if (ownerOf(path) === into) {
    found.siblings.splice(found.index, 1)
  } else removeField(form, path)
  return insertField(form, field, place)
}

/** What was a whole line and goes beside another becomes half. */
const beside = (span: Span): Span => (span === 24 ? 12 : span)

/** A plain copy, also of what immer lends out. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A copy right after the field itself. Returns its path. */
export function duplicateField(form: Form, path: Path): Path {
  const found = find(form, path)
  if (!found) return path
  const span = form.layout.find(cell => cell.field === path)?.span
  const copy = plain(found.field)
  if (found.owner) return insertField(form, copy, { at: 'right', path })
  return insertField(form, copy, { at: span === 24 ? 'after' : 'right', path }, span)
}
