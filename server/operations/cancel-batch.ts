import { inTransaction } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { readBatch, stopBatch } from './batch.js'
import { logOperation } from './log-operation.js'

/** What is done stays done; the target under way is done or not, the others are left as they are. 404 NO_SUCH_BATCH, 409 BATCH_ENDED. */
export async function cancelBatch(engine: Engine, id: string, by: string): Promise<void> {
  const at = engine.clock.now().toISOString()
  await inTransaction(engine.db, async tx => {
    const batch = await readBatch(tx, id)
    if (!batch) refuse(404, 'NO_SUCH_BATCH')
    if (!(await stopBatch(tx, id, at))) refuse(409, 'BATCH_ENDED')
    await logOperation(tx, id, at, by, 'batch-cancel')
    tx.afterCommit(() => engine.live.publish([...new Set([batch.by, by])], { kind: 'batch', id }))
  })
}
