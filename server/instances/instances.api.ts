import { z } from 'zod'
import type { Json, Problem } from '#core/problem'

/**
 * GET  /api/v1/instances/:instance            → InstanceInfo      (who can see its record, takes part, or is admin)
 * POST /api/v1/instances/:instance/repairs/:repair  ResolveRepair → InstanceInfo   (admin)
 * POST /api/v1/instances/:instance/cancel     CancelInstance → InstanceInfo  (admin)
 */
export const ResolveRepair = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('retry') }),
  /** `result`: variables that the step would have given; `flow`: the way on, where there are several. */
  z.strictObject({
    how: z.literal('skip'),
    result: z.record(z.string(), z.json()).optional(),
    flow: z.string().max(200).optional(),
  }),
])
export type ResolveRepair = z.infer<typeof ResolveRepair>
export const CancelInstance = z.strictObject({ reason: z.string().trim().min(1).max(500) })
export type CancelInstance = z.infer<typeof CancelInstance>

export interface InstanceInfo {
  id: string
  process: { id: string; name: string; version: number }
  status: 'running' | 'completed' | 'terminated' | 'cancelled' | 'failed'
  /** It stands still because an administrator has paused its process. */
  paused?: { at: string; reason: string | null }
  record: { form: string; id: string; title: string } | null
  startedBy: { id: string; name: string } | null
  startedAt: string
  endedAt: string | null
  xml: string
  /** State per element for painting: taken flows too. */
  elements: Record<
    string,
    {
      state: 'done' | 'current' | 'repair' | 'cancelled' | 'taken'
      count: number
      waits?: string
      since?: string
      people?: string[]
    }
  >
  steps: ProgressStep[]
  explain: ExplainEntry[]
  /** Places where it stands besides those that are explained one by one: of a loop with very many children only some are. */
  more?: number
  repairs: { id: string; element: string; name: string; problem: Problem; at: string; attempts: number }[]
  log: { at: string; element: string; name: string; type: string; by: { id: string; name: string } | null; detail?: Json }[]
}
/** The progress line: done with time and opinion, current, repair, predicted. */
export interface ProgressStep {
  element: string
  name: string
  state: 'done' | 'current' | 'repair' | 'cancelled' | 'predicted'
  people: string[]
  at?: string
  since?: string
  outcome?: string
  outcomeLabel?: string
  opinion?: string
  dueAt?: string
  /** Steps with the same number stand side by side. */
  lane?: number
}
/** One per token: where, since when, what it waits for, why. Said in words by the web. */
export interface ExplainEntry {
  element: string
  name: string
  since: string
  waits: string
  people: string[]
  dueAt?: string
  why?: Json
  /** Of a join: flows that have brought nothing yet, and the elements from which it can still come. */
  missing?: { flow: string; name: string; possible: boolean; from: string[] }[]
}
