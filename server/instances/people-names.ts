import type { Reader } from '../db/transaction.js'
import { namesOf } from '../records/known-ids.js'
import type { PersonRef } from '../records/records.api.js'

/** Looks names up once, then answers by id. Who is nobody of ours (the system, a link) is null. */
export async function peopleNames(
  read: Reader,
  ids: Iterable<string | null | undefined>,
): Promise<(id: string | null | undefined) => PersonRef | null> {
  const wanted = [...new Set(ids)].filter((id): id is string => typeof id === 'string')
  const names = await namesOf(
    read,
    wanted.map(id => ({ kind: 'member' as const, id })),
  )
  return id => (id && names[id] !== undefined ? { id, name: names[id] } : null)
}
