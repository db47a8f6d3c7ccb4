import { isEmpty } from '../clean-text.js'
import type { DividerField } from '../form.js'
import { parsed, refused, type FieldKind } from '../kind.js'

/** A heading between fields; holds no value. */
export const divider: FieldKind<DividerField> = {
  kind: 'divider',
  group: 'layout',
  create: () => ({ kind: 'divider' }),
  columns: () => [],
  parse: (field, raw) => (isEmpty(raw) ? parsed(undefined) : refused('NO_VALUE', field.key)),
  fromText: (_field, text) => text,
  toText: () => '',
  toExpression: () => undefined,
  fromExpression: () => undefined,
  operators: [],
  sortable: false,
  input: false,
  lint: () => [],
  compatible: () => true,
}
