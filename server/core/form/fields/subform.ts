import { problem, type Json, type Problem } from '../../problem.js'
import { isEmpty } from '../clean-text.js'
import type { Field, Row, SubformField, Value } from '../form.js'
import { parsed, refused, type FieldKind } from '../kind.js'

export const mostRows = 500
const usualRows = 200
const rowId = /^[a-z0-9]{1,40}$/

/**
 * Rows of fields. It takes the registry as an argument, because the registry contains it: an import would be a circle.
 * A row that comes without an id gets `id: ''`; the server mints one when it writes the row.
 */
export function subformOf(kindOf: (field: Field) => FieldKind): FieldKind<SubformField> {
  return {
    kind: 'subform',
    group: 'data',
    create: () => ({ kind: 'subform', fields: [] }),
    columns: () => [],
    parse(field, raw, context) {
      if (isEmpty(raw)) return parsed(undefined)
      if (!Array.isArray(raw)) return refused('NOT_ROWS', field.key)
      const max = field.maxRows ?? usualRows
      if (raw.length > max) return refused('TOO_MANY', field.key, { max, count: raw.length })
      if (raw.length < (field.minRows ?? 0)) return refused('TOO_FEW', field.key, { min: field.minRows, count: raw.length })
      const problems: Problem[] = []
      const ids = new Set<string>()
      const rows = raw.map((rawRow, index): Row => {
        const at = `${field.key}[${index}]`
        const row: Row = { id: '' }
        if (typeof rawRow !== 'object' || rawRow === null || Array.isArray(rawRow)) {
          problems.push(problem('NOT_A_ROW', at))
          return row
        }
        const given = new Map(Object.entries(rawRow))
        const id = given.get('id')
        if (typeof id === 'string' && rowId.test(id) && !ids.has(id)) ids.add((row.id = id))
        else if (!isEmpty(id)) problems.push(problem('BAD_ROW_ID', at))
        given.delete('id')
        for (const inner of field.fields) {
          const read = kindOf(inner).parse(inner, given.get(inner.key), context)
          given.delete(inner.key)
          if ('problems' in read) problems.push(...read.problems.map(each => ({ ...each, at: `${at}.${each.at ?? inner.key}` })))
          else if (read.value !== undefined) row[inner.key] = read.value
        }
        for (const unknown of given.keys()) problems.push(problem('UNKNOWN_FIELD', `${at}.${unknown}`))
        return row
      })
      return problems.length ? { problems } : parsed(rows)
    },
    fromText: (_field, text) => text,
    toText(field, value, language, zone) {
      const cells = (row: Row) => field.fields.map(inner => kindOf(inner).toText(inner, row[inner.key], language, zone))
      return ((value as Row[] | undefined) ?? [])
        .map(row =>
          cells(row)
            .filter(cell => cell !== '')
            .join(' '),
        )
        .join('; ')
    },
    toExpression(field, value) {
      return (value as Row[] | undefined)?.map(row => {
        const view: Record<string, Json> = {}
        for (const inner of field.fields) {
          const seen = kindOf(inner).toExpression(inner, row[inner.key])
          if (seen !== undefined) view[inner.key] = seen
        }
        return view
      })
    },
    fromExpression(field, result) {
      // JSONata hands a list of one row over as the row itself.
      const rows = Array.isArray(result) || isEmpty(result) ? result : [result]
      if (!Array.isArray(rows)) return rows
      return rows.map((row: Record<string, Value> | null) => {
        if (typeof row !== 'object' || row === null) return row
        const cells = field.fields.filter(inner => Object.hasOwn(row, inner.key))
        return {
          ...row,
          ...Object.fromEntries(cells.map(inner => [inner.key, kindOf(inner).fromExpression(inner, row[inner.key])])),
        }
      })
    },
    operators: ['empty', 'notEmpty'],
    sortable: false,
    input: true,
    lint(field) {
      const { minRows = 0, maxRows = usualRows } = field
      if (![minRows, maxRows].every(Number.isInteger) || minRows < 0 || maxRows < 1 || maxRows > mostRows)
        return [problem('BAD_LIMIT', field.key, { max: mostRows })]
      return minRows > maxRows ? [problem('MIN_ABOVE_MAX', field.key, { min: minRows, max: maxRows })] : []
    },
    // Its rows live in a table of their own; each inner field is compared by itself.
    compatible: () => true,
  }
}
