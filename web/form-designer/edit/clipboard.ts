import { kinds } from '#core/form/fields/index'
import type { Field, Form } from '#core/form/form'
import { mapExpressions, renameIn } from './expressions'
import { insertField } from './fields'
import { find, type Path } from './find'
import type { Span } from './lines'
import type { Place } from './place'

/** Fields on the clipboard, as JSON: they can be pasted into another form, another tab, another Formloom. */
interface Clip {
  formloom: 'fields'
  fields: Field[]
  spans: Span[]
}

export function copyFields(form: Form, paths: Path[]): string {
  const fields = paths.flatMap(path => find(form, path)?.field ?? [])
  const spans = paths.map(path => form.layout.find(cell => cell.field === path)?.span ?? 12)
  return JSON.stringify({ formloom: 'fields', fields, spans } satisfies Clip)
}

/** What stands on the clipboard, or undefined when it is something else. */
export function readClip(text: string): Clip | undefined {
  if (!text.startsWith('{"formloom":"fields"')) return undefined
  try {
    const clip = JSON.parse(text) as Clip
    const good = Array.isArray(clip.fields) && clip.fields.length <= 300 && clip.fields.every(isField)
    return good && clip.fields.length
      ? { formloom: 'fields', fields: clip.fields, spans: Array.isArray(clip.spans) ? clip.spans : [] }
      : undefined
  } catch {
    return undefined
  }
}

const isField = (raw: unknown): raw is Field =>
  typeof raw === 'object' &&
  raw !== null &&
  typeof (raw as Field).key === 'string' &&
  Object.hasOwn(kinds, (raw as Field).kind) &&
  ((raw as Field).kind !== 'subform' || ((raw as { fields?: unknown[] }).fields ?? []).every(isField))

/** Puts fields in one after the other. Among themselves their expressions follow to the new keys. Returns the paths. */
export function pasteFields(form: Form, clip: Clip, place: Place): Path[] {
  let next = place
  const renamed = new Map<string, string>()
  const paths = clip.fields.map((field, index) => {
    const path = insertField(form, field, next, clip.spans[index] ?? 12)
    next = { at: 'after', path }
    renamed.set(field.key, find(form, path)!.field.key)
    return path
  })
  const pasted = { ...form, fields: paths.flatMap(path => find(form, path)?.field ?? []), checks: [] }
  for (const [from, to] of renamed)
    if (from !== to)
      mapExpressions(pasted, source =>
        renameIn(source, (root, path) => (root === 'input' && path[0] === from ? 0 : undefined), to),
      )
  return paths
}
