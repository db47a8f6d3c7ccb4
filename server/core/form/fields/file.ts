import { problem } from '../../problem.js'
import { isEmpty } from '../clean-text.js'
import type { FileField, FileRef } from '../form.js'
import { parsed, refused, sameColumns, type FieldKind } from '../kind.js'

const id = /^[A-Za-z0-9_-]{1,64}$/
const most = 50
const usual = 9

/**
 * Uploaded files. From a caller only the id is believed: name, size and type are blank here and filled from the upload by
 * the server (and by `validate` for files that the record already holds).
 */
export const file: FieldKind<FileField> = {
  kind: 'file',
  group: 'data',
  create: () => ({ kind: 'file', maxCount: usual }),
  columns: () => [{ suffix: '', type: 'json' }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    const ids = Array.isArray(raw) ? raw.map(item => (item as FileRef | null)?.id) : [undefined]
    if (!ids.every(each => typeof each === 'string' && id.test(each))) return refused('NOT_A_FILE', field.key)
    const distinct = [...new Set(ids as string[])]
    const max = field.maxCount ?? usual
    if (distinct.length > max) return refused('TOO_MANY', field.key, { max, count: distinct.length })
    return parsed(distinct.map(each => ({ id: each, name: '', size: 0, type: '' })))
  },
  fromText: (_field, text) => text,
  toText: (_field, value) => ((value as FileRef[] | undefined) ?? []).map(each => each.name).join(', '),
  toExpression: (_field, value) => value as unknown as { [key: string]: string | number }[] | undefined,
  fromExpression: (_field, result) => result,
  operators: ['empty', 'notEmpty'],
  sortable: false,
  input: true,
  lint(field) {
    const problems = []
    const { maxCount = usual, maxMegabytes = 1 } = field
    if (!Number.isInteger(maxCount) || maxCount < 1 || maxCount > most)
      problems.push(problem('BAD_LIMIT', field.key, { setting: 'maxCount', max: most }))
    if (typeof maxMegabytes !== 'number' || !(maxMegabytes > 0))
      problems.push(problem('BAD_LIMIT', field.key, { setting: 'maxMegabytes' }))
    return problems
  },
  compatible: (before, after) => sameColumns(file, before, after),
}
