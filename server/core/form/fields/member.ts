import type { MemberField } from '../form.js'
import { listOperators, sameColumns, type FieldKind } from '../kind.js'
import { idsForExpression, idsFromText, parseIds } from '../people-ids.js'

/** Ids of members, a list also where only one is allowed: `multiple` may be switched without touching stored values. */
export const member: FieldKind<MemberField> = {
  kind: 'member',
  group: 'people',
  create: () => ({ kind: 'member' }),
  columns: () => [{ suffix: '', type: 'json' }],
  parse: parseIds,
  // Names become ids before this, where the organisation is known.
  fromText: (_field, text) => idsFromText(text),
  toText: (_field, value) => ((value as string[] | undefined) ?? []).join(', '),
  toExpression: idsForExpression,
  fromExpression: (_field, result) => result,
  operators: listOperators,
  sortable: false,
  input: true,
  lint: () => [],
  compatible: (before, after) => sameColumns(member, before, after),
}
