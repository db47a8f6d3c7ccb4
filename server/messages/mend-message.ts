import { problem, type Problem } from '#core/problem'
import { inTransaction, reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { messageJob, messageJobId } from '../instances/post-messages.js'
import { putJobs, removeJobs } from '../jobs/jobs.js'
import { readMessage } from './buffer.js'
import type { MessageRecord } from './message.entity.js'
import { settle } from './send-message.js'

type Refused = { refused: Problem }

/**
 * An expired message waits again until `expiresAt`, a waiting one as well; both look for a receiver now. NO_SUCH_MESSAGE; MESSAGE_DELIVERED: it is never
 * given twice, who wants that sends a new one.
 */
export async function resendMessage(
  engine: Engine,
  id: string,
  expiresAt: string,
): Promise<{ message: MessageRecord } | Refused> {
  const at = engine.clock.now().toISOString()
  const sql =
    "UPDATE messages SET status = 'waiting', created_at = ?, expires_at = ?, ended_at = NULL WHERE id = ? AND status <> 'delivered'"
  const again = await inTransaction(engine.db, async tx => {
    const found = await tx.run(sql, [at, expiresAt, id])
    if (found > 0) await putJobs(tx, [messageJob(id, at)])
    return found > 0
  })
  const row = await readMessage(reader(engine.db), id)
  if (!row || !again) return refusalFor(row)
  return { message: await settle(engine, row) }
}

/** Takes a message that nobody received out of the buffer. NO_SUCH_MESSAGE, MESSAGE_DELIVERED. */
export async function deleteMessage(engine: Engine, id: string): Promise<Refused | undefined> {
  const gone = await inTransaction(engine.db, async tx => {
    await removeJobs(tx, [messageJobId(id)])
    return tx.run("DELETE FROM messages WHERE id = ? AND status <> 'delivered'", [id])
  })
  return gone > 0 ? undefined : refusalFor(await readMessage(reader(engine.db), id))
}

const refusalFor = (row: MessageRecord | undefined): Refused => ({
  refused: row ? problem('MESSAGE_DELIVERED', row.id, { instance: row.delivered_to }) : problem('NO_SUCH_MESSAGE'),
})
