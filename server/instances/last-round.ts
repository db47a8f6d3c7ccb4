import type { Query, Reader } from '../db/transaction.js'

/**
 * Highest round of the tasks and approvals that an element had in a scope, or anywhere (undefined); 0 without one. In a scope it is one look into
 * an index, whatever lies behind the instance.
 */
export async function lastRound(read: Reader, instance: string, scope: string | undefined, element: string): Promise<number> {
  const asked = (scope === undefined ? ANYWHERE : IN_SCOPE).map((sql): Query => [sql, [instance, element, ...one(scope)]])
  const found = (await read.queries(asked)) as { last: number | null }[][]
  return Math.max(...found.map(([row]) => Number(row?.last ?? 0)))
}

const one = (scope: string | undefined): string[] => (scope === undefined ? [] : [scope])
const looks = (where: string) =>
  ['tasks', 'approvals'].map(table => `SELECT MAX(round) AS last FROM ${table} WHERE instance_id = ? AND element = ?${where}`)
const ANYWHERE = looks('')
const IN_SCOPE = looks(' AND scope = ?')
