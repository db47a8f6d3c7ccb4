import { cleanLine, halfWidth, isEmpty } from '../clean-text.js'
import type { EmailField } from '../form.js'
import { parsed, refused, sameColumns, textOperators, type FieldKind } from '../kind.js'

/** RFC 5321: 254 characters in all. What is checked is what a mail server would accept, not every oddity of RFC 5322. */
const longest = 254
const address =
  /^[^\s@"(),:;<>[\]\\]{1,64}@([a-z0-9\u0080-\uffff]([a-z0-9\u0080-\uffff-]{0,61}[a-z0-9\u0080-\uffff])?\.)+[a-z\u0080-\uffff][a-z0-9\u0080-\uffff-]{0,61}[a-z0-9\u0080-\uffff]$/

/** Kept in lower case: no provider tells Ann@ from ann@, and `unique` should not either. */
export const email: FieldKind<EmailField> = {
  kind: 'email',
  group: 'basic',
  create: () => ({ kind: 'email' }),
  columns: () => [{ suffix: '', type: 'varchar', size: longest }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    if (typeof raw !== 'string' || raw.length > 1000) return refused('EMAIL_INVALID', field.key)
    const value = cleanLine(halfWidth(raw)).toLowerCase()
    const local = value.slice(0, value.indexOf('@'))
    const dots = local.startsWith('.') || local.endsWith('.') || local.includes('..')
    if (value.length > longest || dots || !address.test(value)) return refused('EMAIL_INVALID', field.key)
    return parsed(value)
  },
  fromText: (_field, text) => text.replace(/^mailto:/i, ''),
  toText: (_field, value) => (value as string | undefined) ?? '',
  toExpression: (_field, value) => value as string | undefined,
  fromExpression: (_field, result) => result,
  operators: textOperators,
  sortable: true,
  input: true,
  lint: () => [],
  compatible: (before, after) => sameColumns(email, before, after),
}
