import type { Json } from '#core/problem'
import { inTransaction, reader } from '../db/transaction.js'
import { finishJob, releaseJob } from '../jobs/claim-jobs.js'
import type { Job } from '../jobs/jobs.js'
import { startsOf } from '../processes/published-process.js'
import type { Engine } from './engine.js'
import { NOBODY } from './process-starter.js'
import { runCommand } from './run-command.js'
import { startProcess } from './start-process.js'

interface Message {
  name: string
  key: string
  data: Record<string, Json>
  /** When it was sent. */
  since: string
}

/** How long a message waits for somebody to listen, and how often it is looked for one. */
const KEPT = 7 * 24 * 3_600_000
const LOOK = 30_000

/**
 * A message goes to one receiver: the instance that has listened longest for its name and key, else the process that it starts. Its job is the
 * buffer: while nobody listens it stays and is tried again, for seven days.
 */
export async function sendMessage(engine: Engine, job: Job): Promise<void> {
  const message = job.payload as unknown as Message
  const { name, key, data } = message
  const finish = (tx: Parameters<typeof finishJob>[0]) => finishJob(tx, job)
  const read = reader(engine.db)
  const listeners = await read.query<{ instance_id: string }>(
    "SELECT instance_id FROM subscriptions WHERE name = ? AND (correlation_key = ? OR correlation_key = '') ORDER BY instance_id LIMIT 20",
    [name, key],
  )
  for (const listener of listeners) {
    const outcome = await runCommand(
      engine,
      listener.instance_id,
      { type: 'message', name, key, data, by: NOBODY },
      { write: finish },
    )
    if (!('rejection' in outcome)) return
  }
  for (const start of await startsOf(read, 'message', name)) {
    const outcome = await startProcess(engine, { definition: start.definition, message: name, data, by: NOBODY }, finish)
    if (!('rejection' in outcome)) return
  }
  const now = engine.clock.now().getTime()
  if (now - Date.parse(message.since) > KEPT) await inTransaction(engine.db, finish)
  else await releaseJob(engine.db, job, new Date(now + LOOK))
}
