import { problem } from '../../problem.js'
import { isEmpty } from '../clean-text.js'
import type { SerialField } from '../form.js'
import { parsed, refused, sameColumns, textOperators, type FieldKind } from '../kind.js'
import { serialFault } from '../serial-pattern.js'

/** Given by the server when the record is written, never typed. */
export const serial: FieldKind<SerialField> = {
  kind: 'serial',
  group: 'data',
  create: () => ({ kind: 'serial', pattern: '{YYYY}{MM}{DD}{0000}' }),
  columns: () => [{ suffix: '', type: 'varchar', size: 64 }],
  parse: (field, raw) => (isEmpty(raw) ? parsed(undefined) : refused('READ_ONLY', field.key)),
  fromText: (_field, text) => text,
  toText: (_field, value) => (value as string | undefined) ?? '',
  toExpression: (_field, value) => value as string | undefined,
  fromExpression: (_field, result) => result,
  operators: textOperators,
  sortable: true,
  input: false,
  lint(field) {
    const fault = serialFault(String(field.pattern ?? ''))
    return fault ? [problem(fault.code, field.key, fault.params)] : []
  },
  compatible: (before, after) => sameColumns(serial, before, after),
}
