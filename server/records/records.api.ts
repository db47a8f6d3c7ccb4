import { z } from 'zod'
import type { Values } from '#core/form/form'
import type { Json, Text } from '#core/problem'
import type { Decision } from '#core/rule/rule-set'
import type { Query } from '#core/query/query'
import type { Page } from '../http/api.js'

/**
 * GET    /api/v1/forms/:form/records?q=<JSON of core Query>     → RecordPage
 * POST   /api/v1/forms/:form/records                            NewRecord → RecordInfo          201
 * GET    /api/v1/forms/:form/records/:record                    → RecordInfo                    404 NO_SUCH_RECORD (also when out of scope)
 * PATCH  /api/v1/forms/:form/records/:record                    ChangeRecord → RecordInfo       409 RECORD_CHANGED
 * DELETE /api/v1/forms/:form/records/:record                    to the trash
 * GET    /api/v1/forms/:form/records/:record/log                → LogEntry[]   newest first
 * GET    /api/v1/forms/:form/records/:record/decisions          → DecisionInfo[]   the newest per field
 * POST   /api/v1/forms/:form/records/:record/reveal             { field, reason } → { value }   personal fields, logged
 * Fields that do not exist or that one may not write: 400. Problems at fields: 422. Query that names what is not there: 400.
 * Duplicate of a unique field: 422 with NOT_UNIQUE at the field and params { existing: record id when visible, title }.
 * All POSTs honour Idempotency-Key: the same key returns the first answer.
 */
export const NewRecord = z.strictObject({ values: z.record(z.string(), z.unknown()) })
export type NewRecord = z.infer<typeof NewRecord>
export const ChangeRecord = z.strictObject({ rev: z.number().int(), values: z.record(z.string(), z.unknown()) })
export type ChangeRecord = z.infer<typeof ChangeRecord>
/** The shape of `?q=`; what the names mean is for core/query/lint-query. */
export const ListQuery = z.strictObject({
  filter: z.record(z.string(), z.unknown()).optional(),
  sort: z.array(z.strictObject({ field: z.string().max(80), descending: z.boolean().optional() })).optional(),
  search: z.string().max(200).optional(),
  page: z.number().optional(),
  pageSize: z.number().optional(),
})
export type ListQuery = Query
export const Reveal = z.strictObject({ field: z.string().max(40), reason: z.string().trim().min(2).max(200) })
export type Reveal = z.infer<typeof Reveal>

export interface RecordInfo {
  id: string
  form: string
  version: number
  rev: number
  values: Values
  /** Personal fields whose values are masked (for everybody: `reveal` gives one value); cells of rows as "contacts.phone". A mask sent back unchanged keeps the value. */
  masked: string[]
  title: string
  createdAt: string
  createdBy: PersonRef | null
  updatedAt: string
  updatedBy: PersonRef | null
  owner: PersonRef | null
  /** How it came in. */
  source: RecordSource
  /** Names of people and departments that occur in values. */
  names: Record<string, string>
  /** What I may do with it. */
  can: ('edit' | 'delete' | 'reveal')[]
  /** Running or ended process instances about it, newest first. */
  instances: { id: string; process: string; status: string; startedAt: string }[]
}
export type RecordSource = 'user' | 'link' | 'api' | 'import' | 'process' | 'template'
export interface PersonRef {
  id: string
  name: string
}
export type RecordRow = Pick<
  RecordInfo,
  'id' | 'rev' | 'values' | 'masked' | 'title' | 'createdAt' | 'updatedAt' | 'owner' | 'createdBy'
>
export interface RecordPage extends Page<RecordRow> {
  names: Record<string, string>
}
export interface LogEntry {
  id: string
  at: string
  by: PersonRef | null
  /** user, link, api, import, process … with the name of the link, import or process step. */
  through: { source: RecordSource; name?: string; instance?: string; task?: string }
  action: 'created' | 'changed' | 'deleted' | 'restored' | 'revealed'
  changes: { field: string; label: Text; before?: Json; after?: Json }[]
}
export interface DecisionInfo extends Decision {
  at: string
  names: Record<string, string>
}
