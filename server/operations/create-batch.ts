import { z } from 'zod'
import { problem, type Json } from '#core/problem'
import { newId } from '../db/id.js'
import { reader, type Tx } from '../db/transaction.js'
import { SchemaPipe } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { addJobs } from '../jobs/jobs.js'
import { batchJob, insertBatch } from './batch.js'
import { isEmpty } from './filter.js'
import { kindNamed, kindNames } from './kinds/index.js'
import { logOperation } from './log-operation.js'
import type { NewBatch } from './operations.api.js'
import { countTargets, type Work } from './targets.js'

/** What was asked for, judged. 422: BATCH_KIND_UNKNOWN at `kind`, FILTER_REQUIRED at `filter`; 400 at `options`. */
export function workOf(engine: Engine, { kind: name, filter, options }: NewBatch): Work {
  const kind = kindNamed(name)
  if (!kind) refuse(422, [problem('BATCH_KIND_UNKNOWN', 'kind', { options: kindNames })])
  if (isEmpty(filter)) refuse(422, [problem('FILTER_REQUIRED', 'filter')])
  const judged = new SchemaPipe(z.object({ options: kind.options })).transform({ options }) as { options: unknown }
  return { kind, filter, options: judged.options, at: engine.clock.now().toISOString() }
}

/** How many it is about now, counted outside any transaction. */
export const sizeOf = (engine: Engine, work: Work): Promise<number> => countTargets(reader(engine.db), work)

/** Writes the batch and the job that works it off; answers its id. */
export async function createBatch(tx: Tx, engine: Engine, work: Work, total: number, by: string): Promise<string> {
  const id = newId()
  await insertBatch(tx, id, work, by, total)
  await addJobs(tx, [batchJob(id, work.at)])
  const detail = { filter: work.filter, options: work.options, total } as Json
  await logOperation(tx, id, work.at, by, `batch-${work.kind.name}`, detail)
  tx.afterCommit(() => engine.jobs.wake())
  return id
}
