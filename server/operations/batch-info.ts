import type { Json } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { peopleNames } from '../instances/people-names.js'
import type { BatchRow } from './batch.js'
import type { BatchInfo, BatchPreview, Filter, Part, Slice } from './operations.api.js'
import { instanceEntries } from './list-instances.js'
import { repairEntries } from './list-repairs.js'
import { countTargets, nextTargets, type Work } from './targets.js'

export async function batchInfo(read: Reader, id: string): Promise<BatchInfo | undefined> {
  return (await infosOf(read, await read.query<BatchRow>('SELECT * FROM batches WHERE id = ?', [id])))[0]
}

/** The newest first. */
export async function listBatches(read: Reader, { after, limit }: Part): Promise<Slice<BatchInfo>> {
  const behind = after === undefined ? '' : 'WHERE id < ?'
  const rows = await read.query<BatchRow>(`SELECT * FROM batches ${behind} ORDER BY id DESC LIMIT ?`, [
    ...(after === undefined ? [] : [after]),
    limit + 1,
  ])
  const items = await infosOf(read, rows.slice(0, limit))
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}

const SHOWN = 20

/** What a batch would act on. */
export async function previewBatch(read: Reader, work: Work): Promise<BatchPreview> {
  const [count, first] = await Promise.all([countTargets(read, work), nextTargets(read, work, undefined, SHOWN)])
  return {
    count,
    first:
      work.kind.over === 'instances'
        ? await instanceEntries(
            read,
            first.map(target => target.instance),
          )
        : await repairEntries(
            read,
            first.map(target => ({ instance: target.instance, repair: target.repair! })),
          ),
  }
}

async function infosOf(read: Reader, rows: readonly BatchRow[]): Promise<BatchInfo[]> {
  const person = await peopleNames(
    read,
    rows.map(row => row.by_user),
  )
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    filter: JSON.parse(row.filter) as Filter,
    options: JSON.parse(row.options) as Record<string, Json>,
    by: row.by_user,
    byName: person(row.by_user)?.name ?? null,
    at: row.at,
    endedAt: row.ended_at,
    status: row.status,
    total: Number(row.total),
    done: Number(row.done),
    failed: Number(row.failed),
    skipped: Number(row.skipped),
    problems: JSON.parse(row.problems) as BatchInfo['problems'],
  }))
}
