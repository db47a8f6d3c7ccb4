import type { Field, Row, Value, Values } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { marks } from './read-record.js'

/** Every id of a member or department in some values, with the path where it stands. */
export function peopleIn(
  fields: Field[],
  values: Values,
  prefix = '',
): { kind: 'member' | 'department'; id: string; at: string }[] {
  return fields.flatMap(field => {
    const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined
    if (value === undefined) return []
    const at = prefix + field.key
    if (field.kind === 'member' || field.kind === 'department')
      return (value as string[]).map(id => ({ kind: field.kind, id, at }))
    if (field.kind === 'subform') return (value as Row[]).flatMap((row, index) => peopleIn(field.fields, row, `${at}[${index}].`))
    return []
  })
}

/** Members and departments that are written newly must exist; those that the record names already may have left. */
export async function unknownPeople(reader: Reader, fields: Field[], values: Values, before: Values = {}): Promise<Problem[]> {
  const known = new Set(peopleIn(fields, before).map(({ kind, id }) => `${kind}:${id}`))
  const asked = peopleIn(fields, values).filter(({ kind, id }) => !known.has(`${kind}:${id}`))
  if (asked.length === 0) return []
  const there = new Set<string>()
  for (const [kind, table] of [
    ['member', 'users'],
    ['department', 'departments'],
  ] as const) {
    const ids = [...new Set(asked.filter(each => each.kind === kind).map(each => each.id))]
    for (let from = 0; from < ids.length; from += 500) {
      const part = ids.slice(from, from + 500)
      const rows = await reader.query<{ id: string }>(`SELECT id FROM ${table} WHERE id IN (${marks(part)})`, part)
      rows.forEach(row => there.add(`${kind}:${row.id}`))
    }
  }
  return asked
    .filter(({ kind, id }) => !there.has(`${kind}:${id}`))
    .map(({ kind, at }) => problem(kind === 'member' ? 'NO_SUCH_MEMBER' : 'NO_SUCH_DEPARTMENT', at))
}

/** Names of people and departments for showing values; ids without a name are left out. */
export async function namesOf(
  reader: Reader,
  people: { kind: 'member' | 'department'; id: string }[],
): Promise<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const [kind, table] of [
    ['member', 'users'],
    ['department', 'departments'],
  ] as const) {
    const ids = [...new Set(people.filter(each => each.kind === kind).map(each => each.id))]
    for (let from = 0; from < ids.length; from += 500) {
      const part = ids.slice(from, from + 500)
      const rows = await reader.query<{ id: string; name: string }>(
        `SELECT id, name FROM ${table} WHERE id IN (${marks(part)})`,
        part,
      )
      for (const row of rows) names[row.id] = row.name
    }
  }
  return names
}

export const firstId = (value: Value | undefined): string | undefined =>
  Array.isArray(value) ? (value[0] as string | undefined) : undefined
