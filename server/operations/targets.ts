import type { InstanceStatus } from '#core/process/state'
import type { Reader } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'
import { instancesWhere, repairsWhere } from './filter.js'
import type { BatchKind } from './kinds/kind.js'
import { STATUSES, type Filter } from './operations.api.js'

/** One instance, or one repair, that a batch acts on. */
export interface Target {
  instance: string
  repair?: string
  /** The status in whose turn it came. */
  status: InstanceStatus
}

/** How far a batch has come: behind this target. `begun`: not behind it, its work was cut off and goes first. */
export interface Place extends Target {
  begun?: true
}

/** What a batch was asked for. Only what was there by then (`at`) is touched. */
export interface Work {
  kind: BatchKind
  filter: Filter
  options: unknown
  at: string
}

/** Statuses in the order in which they are looked through: who ends meanwhile is met again, nobody is missed. */
const turns = ({ kind, filter, options }: Work): InstanceStatus[] => {
  const wanted = kind.over === 'repairs' ? (['running'] as const) : kind.statuses(options)
  return STATUSES.filter(status => wanted.includes(status) && (filter.status?.includes(status) ?? true))
}

export async function countTargets(read: Reader, work: Work): Promise<number> {
  const statuses = turns(work)
  if (statuses.length === 0) return 0
  const { sql, with: values } = fits(read, work)
  const which = `i.status ${oneOf(statuses.length)}`
  const from = work.kind.over === 'repairs' ? REPAIRS : 'instances i'
  const [row] = await read.query<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${from} WHERE ${which} AND ${sql}`, [
    ...statuses,
    ...values,
  ])
  return Number(row!.n)
}

/** The next targets behind `place`, at most `limit`. Fewer: there are no more. */
export async function nextTargets(read: Reader, work: Work, place: Place | undefined, limit: number): Promise<Target[]> {
  // it may be in its new status already, and must not come twice
  const begun: Target | undefined = place?.begun && { instance: place.instance, status: place.status }
  const found: Target[] = begun ? [begun] : []
  const statuses = turns(work)
  // a status that is not asked for is not in the list: it was met by an interrupted target only
  const from = Math.max(0, place ? statuses.indexOf(place.status) : 0)
  for (const status of statuses.slice(from)) {
    if (found.length >= limit) break
    const behind = place?.status === status ? place : undefined
    found.push(...(await page(read, work, status, behind, limit - found.length, begun)))
  }
  return found
}

const REPAIRS = 'repairs r JOIN instances i ON i.id = r.instance_id'

function fits(read: Reader, { kind, filter, at }: Work): { sql: string; with: unknown[] } {
  const where = kind.over === 'repairs' ? repairsWhere(filter, read.dialect) : instancesWhere(filter, read.dialect)
  return { sql: `${kind.over === 'repairs' ? 'r.at' : 'i.started_at'} <= ? AND ${where.sql}`, with: [at, ...where.with] }
}

async function page(
  read: Reader,
  work: Work,
  status: InstanceStatus,
  behind: Place | undefined,
  limit: number,
  but: Target | undefined,
): Promise<Target[]> {
  const { sql, with: values } = fits(read, work)
  if (work.kind.over === 'instances') {
    const text = `SELECT i.id FROM instances i WHERE i.status = ? AND i.id > ? AND i.id <> ? AND ${sql} ORDER BY i.id LIMIT ?`
    const rows = await read.query<{ id: string }>(text, [status, behind?.instance ?? '', but?.instance ?? '', ...values, limit])
    return rows.map(row => ({ instance: row.id, status }))
  }
  const [instance, repair] = [behind?.instance ?? '', behind?.repair ?? '']
  const rows = await read.query<{ instance_id: string; id: string }>(
    `SELECT r.instance_id, r.id FROM ${REPAIRS} WHERE i.status = ? AND (r.instance_id > ? OR (r.instance_id = ? AND r.id > ?)) AND ${sql}
     ORDER BY r.instance_id, r.id LIMIT ?`,
    [status, instance, instance, repair, ...values, limit],
  )
  return rows.map(row => ({ instance: row.instance_id, repair: row.id, status }))
}
