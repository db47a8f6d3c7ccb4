import { kindOf } from '#core/form/fields/index'
import type { Form } from '#core/form/form'
import type { Reader } from '../db/transaction.js'

/** Cells of one row → raw values for the write path, by the mapping. Empty cells are left out. */
export function rawOfRow(form: Form, mapping: (string | null)[], cells: string[], names: NameIndex): Record<string, unknown> {
  const raw: Record<string, unknown> = {}
  mapping.forEach((key, index) => {
    const text = cells[index] ?? ''
    const field = key && form.fields.find(f => f.key === key)
    if (!field || text === '') return
    if (field.kind === 'member') raw[field.key] = split(text).map(name => names.people.get(name) ?? name)
    else if (field.kind === 'department') raw[field.key] = split(text).map(name => names.departments.get(name) ?? name)
    else raw[field.key] = kindOf(field).fromText(field, text)
  })
  return raw
}

/** People by name and account, departments by name → ids. A name that two people share names nobody. */
export interface NameIndex {
  people: Map<string, string>
  departments: Map<string, string>
}

export async function nameIndex(reader: Reader): Promise<NameIndex> {
  const people = await reader.query<{ id: string; name: string; account: string }>(
    'SELECT id, name, account FROM users WHERE disabled = 0',
  )
  const departments = await reader.query<{ id: string; name: string }>('SELECT id, name FROM departments')
  const byName = unambiguous(people.map(person => [person.name, person.id]))
  for (const person of people) byName.set(person.account, person.id)
  return { people: byName, departments: unambiguous(departments.map(department => [department.name, department.id])) }
}

function unambiguous(pairs: [string, string][]): Map<string, string> {
  const found = new Map(pairs)
  for (const [name, id] of pairs) if (found.get(name) !== id) found.delete(name)
  return found
}

const split = (text: string): string[] =>
  text
    .split(/[,，、;；]/)
    .map(part => part.trim())
    .filter(Boolean)
