import { z } from 'zod'
import type { InstanceStatus } from '#core/process/state'
import type { Json, Problem } from '#core/problem'
import type { PersonRef } from '../records/records.api.js'

/**
 * All admin.
 * GET  /api/v1/processes/:process/operations  → ProcessOperations
 * POST /api/v1/processes/:process/pause       PauseProcess → ProcessOperations  (again: as it was)
 * POST /api/v1/processes/:process/resume      → ProcessOperations
 * PUT  /api/v1/processes/:process/retention   SetRetention → ProcessOperations
 * GET  /api/v1/instances?process=&status=&…   ListInstances → Slice<InstanceEntry>, the newest first
 * GET  /api/v1/repairs?process=&code=&…       ListRepairs → Slice<RepairEntry>
 * GET  /api/v1/repairs/groups?process=&…      GroupRepairs → RepairGroup[], the largest first
 * POST /api/v1/batches/preview                NewBatch → BatchPreview           (changes nothing)
 * POST /api/v1/batches                        NewBatch → BatchInfo 201          (honours Idempotency-Key; progress by reading it or the `batch` event)
 * GET  /api/v1/batches?after=                 → Slice<BatchInfo>, the newest first
 * GET  /api/v1/batches/:batch                 → BatchInfo
 * POST /api/v1/batches/:batch/cancel          → BatchInfo                       (what is done stays done); 409 BATCH_ENDED
 */
export const STATUSES = ['running', 'completed', 'terminated', 'cancelled', 'failed'] as const satisfies InstanceStatus[]

const id = z.string().min(1).max(64)
const time = z.iso.datetime({ offset: true }).transform(text => new Date(text).toISOString())
const fields = {
  process: id.optional(),
  /** A version of a process. */
  definition: id.optional(),
  /** Something waits there; of repairs: they are there. */
  element: z.string().min(1).max(200).optional(),
  /** It has a repair with this problem. */
  code: z.string().min(1).max(100).optional(),
  /** Form of the record that it is about. */
  form: id.optional(),
  startedBefore: time.optional(),
  startedAfter: time.optional(),
  endedBefore: time.optional(),
  /** It has a repair that is older (younger). */
  raisedBefore: time.optional(),
  raisedAfter: time.optional(),
}
/** Which instances, or which repairs. All conditions hold together. */
export const Filter = z.strictObject({
  ...fields,
  status: z.array(z.enum(STATUSES)).min(1).max(STATUSES.length).optional(),
  /** Ids of instances. */
  ids: z.array(id).min(1).max(1_000).optional(),
})
export type Filter = z.infer<typeof Filter>

const slice = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }
export const ListInstances = z.strictObject({ ...fields, status: z.enum(STATUSES).optional(), ...slice })
export type ListInstances = z.infer<typeof ListInstances>
export const ListRepairs = z.strictObject({ ...fields, instance: id.optional(), ...slice })
export type ListRepairs = z.infer<typeof ListRepairs>
export const GroupRepairs = z.strictObject(fields)
export type GroupRepairs = z.infer<typeof GroupRepairs>
export const ListBatches = z.strictObject(slice)
export type ListBatches = z.infer<typeof ListBatches>

/** `kind` and its `options`: operations/kinds. */
export const NewBatch = z.strictObject({
  kind: z.string().min(1).max(40),
  filter: Filter,
  options: z.record(z.string(), z.json()).default({}),
})
export type NewBatch = z.infer<typeof NewBatch>
export const PauseProcess = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() })
export type PauseProcess = z.infer<typeof PauseProcess>
/** Days for which ended instances are kept. 0: for ever. null: as the server is set (RETENTION_DAYS). */
export const SetRetention = z.strictObject({ days: z.number().int().min(0).max(36_500).nullable() })
export type SetRetention = z.infer<typeof SetRetention>

/** Which part of a long list is asked for. */
export type Part = ListBatches
/** A bounded part of a long list; `next` asks for the part behind it. */
export interface Slice<T> {
  items: T[]
  next: string | null
}
export interface ProcessOperations {
  process: string
  name: string
  /** Null: it goes on. */
  paused: { at: string; by: string; byName: string | null; reason: string | null } | null
  /** Starts that wait for the process to go on. */
  keptStarts: number
  running: number
  retention: { days: number; own: boolean }
}
export interface InstanceEntry {
  id: string
  process: { id: string; name: string; version: number }
  status: InstanceStatus
  record: { form: string; id: string; title: string } | null
  startedBy: PersonRef | null
  startedAt: string
  endedAt: string | null
  /** Open repairs. */
  repairs: number
}
export interface RepairEntry {
  instance: string
  repair: string
  process: { id: string; name: string; version: number }
  element: string
  elementName: string
  problem: Problem
  at: string
  attempts: number
}
export interface RepairGroup {
  process: { id: string; name: string }
  element: string
  code: string
  count: number
  oldest: string
  newest: string
}
export interface BatchPreview {
  /** How many instances, or repairs. */
  count: number
  /** The first twenty. */
  first: (InstanceEntry | RepairEntry)[]
}
export interface BatchInfo {
  id: string
  kind: string
  filter: Filter
  options: Record<string, Json>
  by: string
  byName: string | null
  at: string
  endedAt: string | null
  status: 'running' | 'done' | 'cancelled'
  /** Done, failed and skipped (they had gone, or no longer fitted, when their turn came) add up to the total. */
  total: number
  done: number
  failed: number
  skipped: number
  /** The first that failed. */
  problems: { instance: string; repair?: string; problem: Problem }[]
}
