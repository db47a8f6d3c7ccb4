import { problem, type Problem } from '../problem.js'
import { accessOf, mayWrite } from './access.js'
import { isEmpty } from './clean-text.js'
import { valueOf } from './expression-view.js'
import { kindOf } from './fields/index.js'
import type { Field, FileRef, Form, Row, SubformField, Value, Values } from './form.js'
import { sameValue } from './same-value.js'
import type { ValidateOptions } from './validate.js'

/** Unknown keys reported by name; a hostile body may hold a million of them. */
const mostUnknown = 20

export interface Taken {
  /** What the record holds before defaults and computed fields. */
  values: Values
  /** Keys that were sent, whatever came of them. */
  mentioned: Set<string>
  /** Values sent for fields that may only be read: harmless where they repeat what the record holds anyway. */
  claims: { field: Field; value: Value | undefined }[]
  /** Rows as sent, of subforms that were accepted. */
  rawRows: Map<string, unknown[]>
  problems: Problem[]
}

/** Sorts what was sent: unknown, forbidden, claimed, or parsed and taken. Keeps the previous value of what was not sent. */
export function takeRaw(form: Form, raw: ReadonlyMap<string, unknown>, options: ValidateOptions): Taken {
  const { previous = {}, given = {}, mode, partial, door, access, context } = options
  const taken: Taken = { values: {}, mentioned: new Set(), claims: [], rawRows: new Map(), problems: unknownKeys(form, raw) }
  for (const field of form.fields) {
    const rights = accessOf(field, field.key, door, access)
    const before = valueOf(previous, field)
    const vouched = Object.hasOwn(given, field.key)
    const sent = vouched ? given[field.key] : raw.get(field.key)
    if (sent !== undefined) taken.mentioned.add(field.key)
    const read = isKept(field, sent, before)
      ? { value: before }
      : sent === undefined
        ? { value: undefined }
        : kindOf(field).parse(field, sent, context)

    const writes = (vouched || mayWrite(rights)) && (sent !== undefined || (mode === 'update' && !partial))
    if (!writes) {
      if (before !== undefined && mode === 'update') taken.values[field.key] = before
      if (sent === undefined || (kindOf(field).group === 'layout' && isEmpty(sent))) continue
      if (rights === 'hidden' || 'problems' in read) taken.problems.push(problem('FIELD_NOT_ALLOWED', field.key))
      else taken.claims.push({ field, value: withKnownFiles(read.value, before) })
    } else if ('problems' in read) {
      taken.problems.push(...read.problems)
    } else if (read.value !== undefined) {
      taken.values[field.key] = withKnownFiles(read.value, before)
      if (field.kind === 'subform') takeRows(field, sent as unknown[], before as Row[] | undefined, taken, options)
    }
  }
  return taken
}

/** What the record holds already is not judged again: an option may have been removed since, and nobody touched the field. */
const isKept = (field: Field, sent: unknown, before: Value | undefined): boolean =>
  before !== undefined && field.kind !== 'subform' && sameValue(sent as Value, before)

function unknownKeys(form: Form, raw: ReadonlyMap<string, unknown>): Problem[] {
  const known = new Set(form.fields.map(field => field.key))
  const unknown = [...raw.keys()].filter(key => !known.has(key))
  return unknown.slice(0, mostUnknown).map(key => problem('UNKNOWN_FIELD', key.slice(0, 80)))
}

/** Columns that may not be written keep the cell of the row's earlier self, whatever was sent for them. */
function takeRows(field: SubformField, sent: unknown[], before: Row[] = [], taken: Taken, options: ValidateOptions): void {
  taken.rawRows.set(field.key, sent)
  const earlier = new Map(before.map(row => [row.id, row]))
  const rows = (taken.values[field.key] as Row[]).map((parsed, index) => {
    const row = { ...parsed }
    const old = earlier.get(row.id)
    for (const inner of field.fields) {
      const rights = accessOf(inner, `${field.key}.${inner.key}`, options.door, options.access)
      const oldCell = old && valueOf(old, inner)
      const cell = withKnownFiles(valueOf(row, inner), oldCell)
      const mentioned = Object.hasOwn(Object(sent[index]), inner.key)
      const refused = inner.computed === undefined && mentioned && (rights === 'hidden' || !sameValue(cell, oldCell))
      if (!mayWrite(rights) && refused) taken.problems.push(problem('FIELD_NOT_ALLOWED', `${field.key}[${index}].${inner.key}`))
      const kept = mayWrite(rights) ? cell : oldCell
      if (kept === undefined) delete row[inner.key]
      else row[inner.key] = kept
    }
    return row
  })
  taken.values[field.key] = rows
}

/** A file that the record already holds keeps its name and size; of a new one the caller's word is not taken. */
function withKnownFiles(value: Value | undefined, before: Value | undefined): Value | undefined {
  if (!Array.isArray(value) || !Array.isArray(before) || !before.some(isFile)) return value
  const known = new Map(before.filter(isFile).map(file => [file.id, file]))
  return value.map(item => (isFile(item) ? (known.get(item.id) ?? item) : item)) as Value
}

const isFile = (item: unknown): item is FileRef =>
  typeof item === 'object' && item !== null && 'size' in item && typeof item.size === 'number'
