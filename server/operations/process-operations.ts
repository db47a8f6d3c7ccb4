import { reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { peopleNames } from '../instances/people-names.js'
import { pauseOf } from '../processes/pause.js'
import { knownProcess } from './known-process.js'
import type { ProcessOperations } from './operations.api.js'
import { countKeptStarts } from './pause-process.js'
import { retentionOf } from './retention.js'

/** How a process is run; undefined when there is none. `days`: what the server is set to keep. */
export async function processOperations(engine: Engine, id: string, days: number): Promise<ProcessOperations | undefined> {
  const read = reader(engine.db)
  const process = await knownProcess(read, id)
  if (!process) return undefined
  const running = "SELECT COUNT(*) AS n FROM instances WHERE process_id = ? AND status = 'running'"
  const [pause, own, keptStarts, [row]] = await Promise.all([
    pauseOf(read, id),
    retentionOf(read, id),
    countKeptStarts(engine, id),
    read.query<{ n: number | string }>(running, [id]),
  ])
  const byName = pause ? ((await peopleNames(read, [pause.by]))(pause.by)?.name ?? null) : null
  return {
    process: id,
    name: process.name,
    paused: pause ? { at: pause.at, by: pause.by, byName, reason: pause.reason } : null,
    keptStarts,
    running: Number(row!.n),
    retention: { days: own ?? days, own: own !== undefined },
  }
}
