import type { Json, Problem } from '#core/problem'
import type { Reader, Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { LeaseLost } from '../jobs/claim-jobs.js'
import type { NewJob } from '../jobs/jobs.js'
import { kindNamed } from './kinds/index.js'
import type { BatchInfo, Filter } from './operations.api.js'
import type { Place, Work } from './targets.js'

/** Work on many instances, one after the other in the background, with its progress. */
export interface Batch extends Work {
  id: string
  by: string
  status: BatchInfo['status']
  step: number
  place: Place | undefined
  total: number
  done: number
  failed: number
  skipped: number
  problems: BatchInfo['problems']
  endedAt: string | null
}

export interface BatchRow {
  id: string
  kind: string
  filter: string
  options: string
  by_user: string
  at: string
  status: BatchInfo['status']
  step: number
  place: string
  total: number
  done: number
  failed: number
  skipped: number
  problems: string
  ended_at: string | null
}

/** Problems that a batch remembers; the others are only counted. */
const REMEMBERED = 50

export const batchJobId = (batch: string): string => `batch.${batch}`
export const batchJob = (batch: string, nextAt: string): NewJob => ({
  id: batchJobId(batch),
  kind: 'batch',
  nextAt,
  payload: { batch },
})

export async function readBatch(read: Reader, id: string): Promise<Batch | undefined> {
  const [row] = await read.query<BatchRow>('SELECT * FROM batches WHERE id = ?', [id])
  const kind = row && kindNamed(row.kind)
  if (!row || !kind) return undefined
  return {
    id,
    kind,
    filter: JSON.parse(row.filter) as Filter,
    options: JSON.parse(row.options) as Json,
    by: row.by_user,
    at: row.at,
    status: row.status,
    step: Number(row.step),
    place: (JSON.parse(row.place) as Place | null) ?? undefined,
    total: Number(row.total),
    done: Number(row.done),
    failed: Number(row.failed),
    skipped: Number(row.skipped),
    problems: JSON.parse(row.problems) as Batch['problems'],
    endedAt: row.ended_at,
  }
}

const columns = [
  'id',
  'kind',
  'filter',
  'options',
  'by_user',
  'at',
  'status',
  'step',
  'place',
  'total',
  'done',
  'failed',
  'skipped',
  'problems',
]

export const insertBatch = (tx: Tx, id: string, work: Work, by: string, total: number): Promise<void> =>
  insertRows(tx, 'batches', columns, [
    [
      id,
      work.kind.name,
      JSON.stringify(work.filter),
      JSON.stringify(work.options),
      by,
      work.at,
      'running',
      0,
      'null',
      total,
      0,
      0,
      0,
      '[]',
    ],
  ])

/** How the turn of a target ended. `begun`: not yet. */
export type Turned = 'begun' | 'done' | 'gone' | Problem

/**
 * Moves the batch on by one target, in the transaction of the work on it. Throws LeaseLost when the batch was cancelled, or another server has
 * moved it: then the work goes with it. `batch` is what was read; it follows after the commit.
 */
export async function stepBatch(tx: Tx, batch: Batch, place: Place, turned: Turned): Promise<void> {
  const { begun: _begun, ...behind } = place
  const problem = typeof turned === 'object' ? turned : undefined
  const known = { instance: place.instance, ...(place.repair === undefined ? {} : { repair: place.repair }) }
  const after: Partial<Batch> = {
    step: batch.step + 1,
    place: turned === 'begun' ? { ...behind, begun: true } : behind,
    done: batch.done + (turned === 'done' ? 1 : 0),
    skipped: batch.skipped + (turned === 'gone' ? 1 : 0),
    failed: batch.failed + (problem ? 1 : 0),
    problems: problem && batch.problems.length < REMEMBERED ? [...batch.problems, { ...known, problem }] : batch.problems,
  }
  const moved = await tx.run(
    "UPDATE batches SET step = ?, place = ?, done = ?, skipped = ?, failed = ?, problems = ? WHERE id = ? AND step = ? AND status = 'running'",
    [
      after.step,
      JSON.stringify(after.place),
      after.done,
      after.skipped,
      after.failed,
      JSON.stringify(after.problems),
      batch.id,
      batch.step,
    ],
  )
  if (moved === 0) throw new LeaseLost(batchJobId(batch.id))
  tx.afterCommit(() => Object.assign(batch, after))
}

/** Everybody had his turn. Who was counted at the beginning and no longer fitted when his turn came was skipped. */
export async function endBatch(tx: Tx, batch: Batch, at: string): Promise<void> {
  const { done, failed } = batch
  const skipped = Math.max(batch.skipped, batch.total - done - failed)
  const ended = await tx.run(
    "UPDATE batches SET status = 'done', ended_at = ?, step = step + 1, skipped = ?, total = ? WHERE id = ? AND step = ? AND status = 'running'",
    [at, skipped, done + failed + skipped, batch.id, batch.step],
  )
  if (ended === 0) throw new LeaseLost(batchJobId(batch.id))
}

/** Stops after the target that is under way; what is done stays done. False: it has ended already. */
export async function stopBatch(tx: Tx, id: string, at: string): Promise<boolean> {
  const stop = "UPDATE batches SET status = 'cancelled', ended_at = ?, step = step + 1 WHERE id = ? AND status = 'running'"
  if ((await tx.run(stop, [at, id])) === 0) return false
  await tx.run('DELETE FROM jobs WHERE id = ?', [batchJobId(id)])
  return true
}
