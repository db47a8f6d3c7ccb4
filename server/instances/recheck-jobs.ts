import { active } from '#core/process/loops/counters'
import { isPages } from '#core/process/loops/pages'
import type { Reader, Tx } from '../db/transaction.js'
import { putJobs, type Job, type NewJob } from '../jobs/jobs.js'
import { partsOf, withAround, type Parts } from './parts.js'
import type { Planned } from './plan-command.js'

/**
 * A command that reads only some children of a loop may change what the conditional events of the others wait for: a job looks at them. (Counters
 * of the loop itself are no data: they wake nobody but the child that is at work.)
 */
export function recheckJobs({ before, advanced: { state, delta }, command, published }: Planned): NewJob[] {
  const { id, status } = state.instance
  if (!published.waits.conditions || status !== 'running' || delta.variables.put.length === 0) return []
  const partOf = partsOf(before, state)
  const away = state.scopes.filter(({ id: body, loop }) => loop && active(loop) > state.scopes.filter(isChildOf(body)).length)
  const seen = delta.variables.put.some(
    ({ scope }) => !isPages(scope) && away.some(body => partOf(body.id).startsWith(partOf(scope))),
  )
  return seen ? [recheckJob(id, command.at)] : []
}
const isChildOf =
  (body: string) =>
  ({ kind, parent }: { kind: string; parent?: string }): boolean =>
    kind === 'iteration' && parent === body

const recheckJob = (instance: string, nextAt: string, after?: string): NewJob => ({
  id: `${instance}.recheck`,
  kind: 'recheck',
  instance,
  nextAt,
  payload: after === undefined ? {} : { after },
})

const PAGE = 200

/** The parts that one recheck looks at, and the job that looks at those after them. */
export async function recheckPage(
  read: Reader,
  job: Job,
  at: string,
): Promise<{ parts: Parts; next?: (tx: Tx) => Promise<void> }> {
  const { after = '' } = job.payload as { after?: string }
  const found = await read.query<{ part: string }>(
    `SELECT DISTINCT part FROM tokens WHERE instance_id = ? AND part > ? ORDER BY part LIMIT ${PAGE}`,
    [job.instance!, after],
  )
  const parts = withAround(found.map(({ part }) => part))
  const last = found.at(-1)
  if (!last || found.length < PAGE) return { parts }
  return { parts, next: tx => putJobs(tx, [recheckJob(job.instance!, at, last.part)]) }
}
