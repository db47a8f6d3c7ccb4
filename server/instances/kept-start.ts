import type { Json } from '#core/problem'
import { newId } from '../db/id.js'
import { inTransaction, reader, type Reader, type Tx } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import { finishJob } from '../jobs/claim-jobs.js'
import { addHeldJob } from '../jobs/hold-jobs.js'
import { addJobs, type Job } from '../jobs/jobs.js'
import { holdsPause } from '../processes/pause.js'
import { currentDefinition, publishedProcess } from '../processes/published-process.js'
import { readRecord } from '../records/read-record.js'
import type { Engine, RecordRef } from './engine.js'
import { startProcess, type NewInstance } from './start-process.js'

export const START_LATER = 'start-later'

/** A start whose cause has happened (a record was saved, a message came) while its process was paused: it is kept and done on resume. */
export async function keepStart(tx: Tx, engine: Engine, process: string, wanted: NewInstance, at: string): Promise<void> {
  const job = { id: newId(), kind: START_LATER, instance: process, payload: { process, wanted } as unknown as Json }
  if (await holdsPause(tx, process)) return addHeldJob(tx, job, process)
  await addJobs(tx, [{ ...job, nextAt: at }])
  tx.afterCommit(() => engine.jobs.wake())
}

/**
 * Does a kept start, with the version that is published now, if that still has this start: a process is often paused to be mended. Nothing
 * is left to do when the process or the record is gone.
 */
export async function beginKeptStart(engine: Engine, job: Job): Promise<void> {
  const { process, wanted } = job.payload as unknown as { process: string; wanted: NewInstance }
  const read = reader(engine.db)
  const current = await currentDefinition(read, process)
  const finish = (tx: Tx): Promise<void> => finishJob(tx, job)
  if (!current || (wanted.record && !(await isThere(read, wanted.record)))) return inTransaction(engine.db, finish)
  const definition = (await startsWith(read, current, wanted.startEvent)) ? current : wanted.definition
  const outcome = await startProcess(engine, { ...wanted, definition }, finish)
  if ('rejection' in outcome) throw new Error(`${job.id}: ${outcome.rejection.code}`)
}

async function startsWith(read: Reader, definition: string, element: string | undefined): Promise<boolean> {
  const { graph } = await publishedProcess(read, definition)
  const index = element === undefined ? -1 : graph.nodeAt.get(element)
  return index !== undefined && (index === -1 || graph.starts.includes(index))
}

async function isThere(read: Reader, { form, id }: RecordRef): Promise<boolean> {
  const published = await publishedForm(read, form)
  return published !== undefined && (await readRecord(read, published, id)) !== undefined
}
