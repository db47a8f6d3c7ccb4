import { outputsOf } from '#core/process/loops/pages'
import type { Json } from '#core/problem'
import type { Reader } from '../db/transaction.js'

/** A value that was not read with the rest of its instance; undefined when there is none. `scope`: its scope, token or loop's page. */
export async function readVariable(read: Reader, instance: string, scope: string, name: string): Promise<Json | undefined> {
  const sql = 'SELECT value FROM variables WHERE instance_id = ? AND scope = ? AND name = ?'
  const [row] = await read.query<{ value: string }>(sql, [instance, scope, name])
  return row && (JSON.parse(row.value) as Json)
}

/** What the children of a loop have given, by their numbers. */
export async function readOutputs(read: Reader, instance: string, loop: string): Promise<Map<number, Json>> {
  const sql = 'SELECT name, value FROM variables WHERE instance_id = ? AND scope = ?'
  const rows = await read.query<{ name: string; value: string }>(sql, [instance, outputsOf({ id: loop })])
  return new Map(rows.map(({ name, value }) => [Number(name), JSON.parse(value) as Json]))
}
