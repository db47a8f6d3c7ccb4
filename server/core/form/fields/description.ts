import { problem, textIn } from '../../problem.js'
import { isEmpty } from '../clean-text.js'
import type { DescriptionField } from '../form.js'
import { parsed, refused, type FieldKind } from '../kind.js'

/** A paragraph that explains; holds no value. */
export const description: FieldKind<DescriptionField> = {
  kind: 'description',
  group: 'layout',
  create: () => ({ kind: 'description', text: '' }),
  columns: () => [],
  parse: (field, raw) => (isEmpty(raw) ? parsed(undefined) : refused('NO_VALUE', field.key)),
  fromText: (_field, text) => text,
  toText: () => '',
  toExpression: () => undefined,
  fromExpression: () => undefined,
  operators: [],
  sortable: false,
  input: false,
  lint: field => (textIn(field.text, 'zh').trim() ? [] : [problem('EMPTY_DESCRIPTION', field.key)]),
  compatible: () => true,
}
