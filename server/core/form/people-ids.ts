import type { Json } from '../problem.js'
import { isEmpty } from './clean-text.js'
import type { DepartmentField, MemberField, Value } from './form.js'
import { parsed, refused, type Parsed } from './kind.js'

/** What member and department have in common: lists of ids. Whether somebody lives behind an id only the server knows. */
type PeopleField = MemberField | DepartmentField

const most = 200
const id = /^[A-Za-z0-9_-]{1,64}$/

/** One id or a list of them. */
export function parseIds(field: PeopleField, raw: unknown): Parsed {
  if (isEmpty(raw)) return parsed(undefined)
  const ids = typeof raw === 'string' ? [raw.trim()] : raw
  if (!Array.isArray(ids) || !ids.every(each => typeof each === 'string' && id.test(each)))
    return refused(field.kind === 'member' ? 'NOT_A_MEMBER' : 'NOT_A_DEPARTMENT', field.key)
  const distinct = [...new Set(ids as string[])]
  const max = field.multiple ? most : 1
  return distinct.length > max ? refused('TOO_MANY', field.key, { max, count: distinct.length }) : parsed(distinct)
}

/** One id is bare for an expression, so that `owner = "u1"` reads as people think. */
export const idsForExpression = (field: PeopleField, value: Value | undefined): Json | undefined =>
  field.multiple ? (value as string[] | undefined) : (value as string[] | undefined)?.[0]

export const idsFromText = (text: string): string[] =>
  text
    .split(/[,，;；、|\s]+/)
    .map(part => part.trim())
    .filter(part => part !== '')
