import type { Delta } from '#core/process/command'
import { isPages } from '#core/process/loops/pages'
import type { State } from '#core/process/state'
import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'

/** Characters of JSON beyond which a value is left where it is until something reads it. */
export const LARGE = 16_384

const columns = ['instance_id', 'scope', 'name', 'part', 'size', 'value']

/** Only what changed is written; `before` tells which rows are there. Those of a loop's pages are made once and never changed. */
export async function saveVariables(
  tx: Tx,
  instance: string,
  before: State | undefined,
  rows: Delta['variables'],
  partOf: (holder: string) => string,
): Promise<void> {
  const known = new Set(before?.variables.map(row => `${row.scope} ${row.name}`))
  const emptied = new Set<string>()
  for (const { scope, name } of rows.remove) {
    if (name === undefined) emptied.add(scope)
    if (name === undefined) await tx.later('DELETE FROM variables WHERE instance_id = ? AND scope = ?', [instance, scope])
    else await tx.later('DELETE FROM variables WHERE instance_id = ? AND scope = ? AND name = ?', [instance, scope, name])
  }
  const fresh: unknown[][] = []
  for (const { scope, name, value } of rows.put) {
    const text = JSON.stringify(value)
    if (isPages(scope) || emptied.has(scope) || !known.has(`${scope} ${name}`))
      fresh.push([instance, scope, name, partOf(scope), text.length, text])
    else
      await tx.later('UPDATE variables SET size = ?, value = ? WHERE instance_id = ? AND scope = ? AND name = ?', [
        text.length,
        text,
        instance,
        scope,
        name,
      ])
  }
  // large ones travel alone: a packet of the database has an end
  for (const row of fresh.filter(isLarge)) await insertRows(tx, 'variables', columns, [row])
  await insertRows(
    tx,
    'variables',
    columns,
    fresh.filter(row => !isLarge(row)),
  )
}

const isLarge = (row: readonly unknown[]): boolean => Number(row[4]) > LARGE
