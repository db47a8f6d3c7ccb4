import { duesMove } from '#core/process/due-times'
import { publishedProcess } from '../processes/published-process.js'
import { putJobs, type NewJob } from '../jobs/jobs.js'
import type { Plan, PlannedChange } from '../records/plan.js'
import type { Engine } from './engine.js'

/**
 * Running instances about a record look again at their conditions and due times when it changes: by a job of each, written with the change. The
 * instance that made the change itself has seen it already.
 */
export async function recheckRecord(
  engine: Engine,
  plan: Plan,
  { before, after, changes, through }: PlannedChange,
): Promise<void> {
  if (!before || changes.length === 0) return
  const running = await plan.reader.query<{ id: string; definition: string }>(
    "SELECT id, definition FROM instances WHERE record_id = ? AND status = 'running'",
    [after.id],
  )
  const jobs: NewJob[] = []
  for (const { id, definition } of running) {
    if (id === through.instance) continue
    const { graph } = await publishedProcess(plan.reader, definition)
    const called = graph.nodes.some(node => node.kind === 'call-activity')
    if (called || graph.conditional || duesMove(graph))
      jobs.push({ id: `${id}.recheck`, kind: 'recheck', instance: id, nextAt: plan.at, payload: {} })
  }
  if (jobs.length === 0) return
  plan.writes.push(async tx => {
    await putJobs(tx, jobs)
    tx.afterCommit(() => engine.jobs.wake())
  })
}
