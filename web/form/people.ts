import type { Department, Person } from '../../server/people/people.api'
import { api } from '@/api/client'

/** Id → name. */
export type Names = Record<string, string>

export interface Choosable {
  id: string
  name: string
  /** What tells two of one name apart: the department, or the department above. */
  detail?: string
}

export async function searchPeople(words: string, signal?: AbortSignal): Promise<Choosable[]> {
  const [people, known] = await Promise.all([
    api.get<Person[]>(`/people?search=${encodeURIComponent(words)}`, { signal }),
    // A name without its department is better than no name.
    allDepartments().catch(() => []),
  ])
  return people.map(({ id, name, department }) => ({ id, name, detail: known.find(each => each.id === department)?.name }))
}

let departments: Promise<Department[]> | undefined

/** The organisation is small and rarely changes: asked for once per page load. A failed try is forgotten. */
function allDepartments(): Promise<Department[]> {
  departments ??= api.get<Department[]>('/departments').catch((error: unknown) => {
    departments = undefined
    throw error
  })
  return departments
}

export async function searchDepartments(words: string): Promise<Choosable[]> {
  const all = await allDepartments()
  const plain = words.trim().toLowerCase()
  return all
    .filter(each => each.name.toLowerCase().includes(plain))
    .map(({ id, name, parent }) => ({ id, name, detail: all.find(above => above.id === parent)?.name }))
}

/** Names for ids that a value holds and nobody has named yet. Those that no longer exist stay ids. */
export async function nameIds(kind: 'member' | 'department', ids: string[]): Promise<Names> {
  if (ids.length === 0) return {}
  const found =
    kind === 'member' ? await api.get<Person[]>(`/people?ids=${ids.map(encodeURIComponent).join(',')}`) : await allDepartments()
  return Object.fromEntries(found.map(({ id, name }) => [id, name]))
}
