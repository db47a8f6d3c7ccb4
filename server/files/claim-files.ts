import type { Field, FileRef, Row, Value, Values } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import type { Reader, Tx } from '../db/transaction.js'

const marks = (list: unknown[]): string => list.map(() => '?').join(', ')

/**
 * Files in values carry only an id that the server gave out (core/form/fields/file). This fills name, size and type from the upload. A
 * file that the record does not hold yet must be an upload to this form, by this uploader, that no record has taken: anything else,
 * and JSON that merely looks like a file, is NO_SUCH_FILE.
 */
export async function resolveFiles(
  reader: Reader,
  form: { id: string; fields: Field[] },
  values: Values,
  before: Values | undefined,
  uploader: string,
): Promise<{ values: Values; taken: string[] } | { problems: Problem[] }> {
  const held = new Set(filesIn(form.fields, before ?? {}).map(({ file }) => file.id))
  const fresh = filesIn(form.fields, values).filter(({ file }) => !held.has(file.id))
  if (fresh.length === 0) return { values, taken: [] }
  const ids = [...new Set(fresh.map(({ file }) => file.id))]
  const rows = await reader.query<FileRef>(
    `SELECT id, name, size, type FROM files WHERE form = ? AND uploader = ? AND record IS NULL AND id IN (${marks(ids)})`,
    [form.id, uploader, ...ids],
  )
  const known = new Map(rows.map(row => [row.id, { id: row.id, name: row.name, size: Number(row.size), type: row.type }]))
  const problems: Problem[] = []
  for (const { field, file, at } of fresh) {
    const found = known.get(file.id)
    if (!found) problems.push(problem('NO_SUCH_FILE', at))
    else if (field.image && !found.type.startsWith('image/')) problems.push(problem('NOT_AN_IMAGE', at, { name: found.name }))
    else if (field.maxMegabytes && found.size > field.maxMegabytes * 1024 * 1024)
      problems.push(problem('FILE_TOO_LARGE', at, { name: found.name, max: field.maxMegabytes }))
  }
  if (problems.length > 0) return { problems }
  return { values: replaced(form.fields, values, known), taken: ids }
}

/** Binds uploads to their record; answers how many it bound (fewer than asked: somebody else took one). */
export async function takeFiles(tx: Tx, ids: string[], record: string, uploader: string): Promise<number> {
  if (ids.length === 0) return 0
  const sql = `UPDATE files SET record = ? WHERE uploader = ? AND record IS NULL AND id IN (${marks(ids)})`
  return tx.run(sql, [record, uploader, ...ids])
}

type FileField = Extract<Field, { kind: 'file' }>

function filesIn(fields: Field[], values: Values, prefix = ''): { field: FileField; file: FileRef; at: string }[] {
  return fields.flatMap(field => {
    const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined
    if (value === undefined) return []
    const at = prefix + field.key
    if (field.kind === 'file') return (value as FileRef[]).map(file => ({ field, file, at }))
    if (field.kind === 'subform') return (value as Row[]).flatMap((row, index) => filesIn(field.fields, row, `${at}[${index}].`))
    return []
  })
}

function replaced(fields: Field[], values: Values, known: Map<string, FileRef>): Values {
  const result = { ...values }
  for (const field of fields) {
    const value: Value | undefined = Object.hasOwn(values, field.key) ? values[field.key] : undefined
    if (value === undefined) continue
    if (field.kind === 'file') result[field.key] = (value as FileRef[]).map(file => known.get(file.id) ?? file)
    if (field.kind === 'subform')
      result[field.key] = (value as Row[]).map(row => ({ ...replaced(field.fields, row, known), id: row.id }))
  }
  return result
}
