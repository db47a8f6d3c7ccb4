import type { Query, Reader } from '../db/transaction.js'

/**
 * Highest round of the tasks and approvals that an element had in a scope, or anywhere (undefined); 0 without one. In a scope it is one look into
 * an index, whatever lies behind the instance; anywhere is asked by a return only.
 */
export async function lastRound(read: Reader, instance: string, scope: string | undefined, element: string): Promise<number> {
  const asked = (scope === undefined ? ANYWHERE : IN_SCOPE).map((sql): Query => [sql, [scope ?? instance, element]])
  const found = (await read.queries(asked)) as { last: number | null }[][]
  return Math.max(...found.map(([row]) => Number(row?.last ?? 0)))
}

const looks = (where: string) => ['tasks', 'approvals'].map(table => `SELECT MAX(round) AS last FROM ${table} WHERE ${where}`)
const ANYWHERE = looks('instance_id = ? AND element = ?')
const IN_SCOPE = looks('scope = ? AND element = ?')
