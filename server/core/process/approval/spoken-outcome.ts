import type { Json } from '../../problem.js'
import type { Run } from '../run.js'

/** What gateways ask for after a step: `outcome` and `opinion` of the step that was done last, `outcomes.<element>` of every step. */
export function spokenOutcome(
  run: Run,
  at: string,
  element: string,
  outcome: string | undefined,
  opinion: string | undefined,
): Record<string, Json> {
  if (outcome === undefined) return {}
  const before = run.draft.variables.get(run.draft.chain(at), 'outcomes')
  const kept = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {}
  return { outcome, outcomes: { ...kept, [element]: outcome }, ...(opinion === undefined ? {} : { opinion }) }
}
