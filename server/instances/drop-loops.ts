import type { State } from '#core/process/state'
import type { Tx } from '../db/transaction.js'
import { belowBody } from './parts.js'

/**
 * A loop went with children that were not loaded: everything below its body goes, in a number of statements that does not depend on how many there are.
 * Their open tasks and approvals stay on record as cancelled.
 */
export async function dropLoops(
  tx: Tx,
  before: State,
  bodies: readonly string[],
  partOf: (holder: string) => string,
  at: string,
): Promise<void> {
  const { id } = before.instance
  for (const body of bodies) {
    const { from, to } = belowBody(partOf(body), body)
    const below = 'instance_id = ? AND part >= ? AND part < ?'
    const range = [id, from, to]
    await tx.later(
      `UPDATE task_candidates SET is_open = 0 WHERE task_id IN (SELECT id FROM tasks WHERE status = 'open' AND candidates > 0 AND ${below})`,
      range,
    )
    await tx.later(`UPDATE tasks SET status = 'cancelled', completed_at = ? WHERE status = 'open' AND ${below}`, [at, ...range])
    await tx.later(
      `UPDATE signers SET live = 0, status = CASE WHEN status IN ('waiting', 'open') THEN 'cancelled' ELSE status END WHERE live = 1 AND ${below}`,
      range,
    )
    await tx.later(`UPDATE approvals SET status = 'cancelled', decided_at = ?, live = 0 WHERE live = 1 AND ${below}`, [
      at,
      ...range,
    ])
    for (const table of ['scopes', 'tokens', 'variables', 'subscriptions', 'repairs', 'compensations'])
      await tx.later(`DELETE FROM ${table} WHERE ${below}`, range)
    await tx.later(`DELETE FROM jobs WHERE kind = 'timer' AND ${below}`, range)
  }
}
