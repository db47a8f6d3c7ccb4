import type { Token } from '#core/process/state'
import type { Job, NewJob } from '../jobs/jobs.js'
import { partsOf, withAround, type Parts } from './parts.js'
import type { Planned } from './plan-command.js'

/**
 * A burst was cut, or a loop has children still to begin: a job goes on with them, one for each command that left some, which says in what parts they are.
 * What an earlier command left has its job already.
 */
export function continueJobs({ before, advanced: { state, delta }, command }: Planned): NewJob[] {
  const { id, status } = state.instance
  if (status !== 'running') return []
  const left = command.type === 'continue' ? state.tokens : [...delta.tokens.insert, ...delta.tokens.update]
  const moving = left.filter(goesOn)
  if (moving.length === 0) return []
  const partOf = partsOf(before, state)
  const parts = withAround(moving.map(token => partOf(token.scope)))
  const name = parts.length === 1 ? `${id}.continue` : `${id}.continue.${(before?.instance.rev ?? 0) + 1}`
  return [{ id: name, kind: 'continue', instance: id, nextAt: command.at, payload: { parts } }]
}

const goesOn = ({ waits }: Token): boolean => waits === 'continue' || waits === 'spawn'

export const partsIn = ({ payload }: Job): Parts => (payload as { parts?: string[] }).parts ?? 'all'
