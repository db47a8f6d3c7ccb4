import { Logger } from '@nestjs/common'
import { inTransaction, reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { messageJobId, postMessages, shortKey, type NewMessage } from '../instances/post-messages.js'
import { removeJobs } from '../jobs/jobs.js'
import { expireMessage, isAlive, readMessage } from './buffer.js'
import { deliverWaiting } from './deliver.js'
import type { MessageRecord } from './message.entity.js'

const log = new Logger('messages')

/** Older messages of the same name and key that a sender may have to deliver before its own. */
const BEFORE = 20
/** Should this process die before its message is settled, its job goes on after this long (milliseconds). */
const SAFETY = 30_000

/**
 * Sends a message from outside: into the buffer, and at once to who listens. The same id again sends nothing: it answers what became of the first, also
 * when both come at the same time on two servers. `reused`: the id belongs to a message of another name or key.
 */
export async function sendMessage(engine: Engine, message: NewMessage): Promise<{ message: MessageRecord } | { reused: true }> {
  const safety = new Date(engine.clock.now().getTime() + SAFETY).toISOString()
  try {
    await inTransaction(engine.db, tx => postMessages(tx, [message], safety))
  } catch (error) {
    if (reader(engine.db).dialect.brokenUnique(error) === undefined) throw error
  }
  const row = await readMessage(reader(engine.db), message.id)
  if (!row) throw new Error(`message ${message.id} went while it was sent`)
  if (row.name !== message.name || row.correlation_key !== shortKey(message.key)) return { reused: true }
  return { message: await settle(engine, row) }
}

/** Tries to deliver a waiting message now; answers its row as it is then. */
export async function settle(engine: Engine, row: MessageRecord): Promise<MessageRecord> {
  if (row.status !== 'waiting') return row
  const looked = await deliverWaiting(engine, { name: row.name, key: row.correlation_key }, BEFORE, row.id)
  // its job tries again
  for (const failure of looked.failures) log.warn(`${row.id} is tried again: ${String(failure)}`)
  if (looked.nobody) await letRest(engine, row)
  const after = await readMessage(reader(engine.db), row.id)
  if (after?.status === 'waiting' && !looked.nobody) await hurry(engine, row.id)
  return after ?? row
}

/** The look was not the last word: its job goes on at once. */
async function hurry(engine: Engine, message: string): Promise<void> {
  await inTransaction(engine.db, async tx => {
    const at = engine.clock.now().toISOString()
    await tx.run('UPDATE jobs SET next_at = ? WHERE id = ? AND lease IS NULL', [at, messageJobId(message)])
    tx.afterCommit(() => engine.jobs.wake())
  })
}

/** Nobody listens: it waits to be found, without a job; one that was sent now or never has missed its moment. Who was found meanwhile keeps it. */
export async function letRest(engine: Engine, row: MessageRecord): Promise<void> {
  const at = engine.clock.now().toISOString()
  const over = row.expires_at === row.created_at || !isAlive(row, engine.clock.now())
  await inTransaction(engine.db, async tx => {
    if (over) await expireMessage(tx, row, at)
    else await removeJobs(tx, [messageJobId(row.id)])
  })
}
