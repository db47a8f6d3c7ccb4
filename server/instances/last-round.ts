import type { Query, Reader } from '../db/transaction.js'

/**
 * Highest round of the tasks and approvals that an element had in a scope, or in any (undefined); 0 without one. One look into an index for each
 * status, whatever the instance has behind it.
 */
export async function lastRound(read: Reader, instance: string, scope: string | undefined, element: string): Promise<number> {
  const place = scope === undefined ? [element] : [element, scope]
  const asked = (scope === undefined ? ANYWHERE : IN_SCOPE).map(([sql, state]): Query => [sql, [instance, state, ...place]])
  const found = (await read.queries(asked)) as { last: number | null }[][]
  return Math.max(...found.map(([row]) => Number(row?.last ?? 0)))
}

const LOOKS = [
  ['tasks', 'status', 'open'],
  ['tasks', 'status', 'completed'],
  ['tasks', 'status', 'cancelled'],
  ['approvals', 'live', 1],
  ['approvals', 'live', 0],
] as const
const looks = (where: string) =>
  LOOKS.map(
    ([table, column, state]) =>
      [`SELECT MAX(round) AS last FROM ${table} WHERE instance_id = ? AND ${column} = ? AND element = ?${where}`, state] as const,
  )
const ANYWHERE = looks('')
const IN_SCOPE = looks(' AND scope = ?')
