import type { State } from '#core/process/state'
import type { Tx } from '../db/transaction.js'
import { versionOf } from '../processes/published-process.js'
import { drawnIn } from './drawn-in.js'

/** Columns that otherwise never change, and what they hold now. */
type Renamed<Row> = (row: Row, after: State) => Record<string, string | null>

const element = (row: { element: string }) => ({ element: row.element })
const TABLES = {
  scopes: element,
  subscriptions: element,
  repairs: element,
  approvals: element,
  signers: row => ({ element: row.element, path: JSON.stringify(row.path) }),
  compensations: ({ id: _id, scope: _scope, element: name, ...detail }) => ({ element: name, detail: JSON.stringify(detail) }),
  tasks: (row, after) => ({
    element: row.element,
    name: row.name,
    rights: row.rights === undefined ? null : JSON.stringify(row.rights),
    outcomes: JSON.stringify(row.outcomes),
    definition: drawnIn(after, row.scope),
  }),
} satisfies { [Table in keyof State]?: State[Table] extends (infer Row)[] ? Renamed<Row> : never }

/** An instance has changed its version, in the transaction that has its lock: the rows that live on name the elements of the new one. */
export async function saveMigrated(tx: Tx, before: State, after: State): Promise<void> {
  const { id, definition } = after.instance
  if (definition === before.instance.definition) return
  const pool = Number(definition.split('#')[1] ?? 0)
  await tx.run('UPDATE instances SET definition = ?, pool = ? WHERE id = ?', [versionOf(definition), pool, id])
  for (const [table, columnsOf] of Object.entries(TABLES) as [keyof typeof TABLES, Renamed<unknown>][]) {
    const old = new Map((before[table] as { id: string }[]).map(row => [row.id, row]))
    for (const row of after[table] as { id: string }[]) {
      const was = old.get(row.id)
      const columns = columnsOf(row, after)
      if (!was || JSON.stringify(columnsOf(was, before)) === JSON.stringify(columns)) continue
      const set = Object.keys(columns).map(name => `${name} = ?`)
      await tx.run(`UPDATE ${table} SET ${set.join(', ')} WHERE instance_id = ? AND id = ?`, [
        ...Object.values(columns),
        id,
        row.id,
      ])
    }
  }
}
