import type { DataSource } from 'typeorm'
import { startsBy, timerStarts } from '#core/process/starts'
import type { Finding } from '#core/process/read-definition'
import type { Graph } from '#core/process/graph'
import { problem, type Problem } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import { calendarOf } from '../calendars/calendar-of.js'
import { newId } from '../db/id.js'
import { inTransaction, reader, type Reader, type Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { publishedFormByKey } from '../forms/published-form.js'
import { putJobs } from '../jobs/jobs.js'
import { readProcess } from './drafts.js'
import { houseOf } from './house.js'
import { judgeDiagram } from './judge-diagram.js'
import type { ProcessRecord } from './process.entity.js'
import { definitionIn } from './published-process.js'
import { timerStartJob, type TimerStart } from './start-timers.js'

export interface PublishDeps {
  db: DataSource
  evaluate: Evaluate
  zone: string
}

type Published = { definition: string; version: number } | { changed: true } | { problems: Finding[] }
type Start = (string | null)[]

/**
 * The draft becomes the version that new instances get; running ones keep theirs. Everything that starts it is laid out anew. `changed`: the draft
 * is no longer the one of `revision`. Undefined: no such process.
 */
export async function publishProcess(
  deps: PublishDeps,
  id: string,
  revision: number,
  by: string,
  at: string,
): Promise<Published | undefined> {
  const read = reader(deps.db)
  const process = await readProcess(read, id)
  if (!process) return undefined
  if (process.revision !== revision) return { changed: true }
  const { graph, file, problems } = await judgeDiagram(process.draft_xml, await houseOf(read, process.app_id, at))
  if (!graph || problems.some(each => each.severity === 'error')) return { problems }
  const definition = newId()
  const running = file.filter(each => each === graph || (each.executable && !each.global))
  const starts: (Start | { problem: Problem })[] = []
  const timers: (TimerStart | { problem: Problem })[] = []
  for (const each of running) {
    starts.push(...(await startsIn(read, process, definitionIn(definition, file, each), each)))
    timers.push(...(await timersIn(deps, process, definitionIn(definition, file, each), each, at)))
  }
  const failed = [...starts, ...timers].filter((each): each is { problem: Problem } => 'problem' in each)
  if (failed.length > 0) return { problems: failed.map(each => ({ ...each.problem, severity: 'error' as const })) }
  const written = await inTransaction(deps.db, async tx => {
    const hold =
      'UPDATE processes SET version = version + 1, published_at = ? WHERE id = ? AND revision = ? AND version = ? AND deleted_at IS NULL'
    if ((await tx.run(hold, [at, id, revision, process.version])) === 0) return false
    await writeVersion(tx, process, definition, by, at)
    await tx.run('DELETE FROM process_starts WHERE process_id = ?', [id])
    await insertRows(tx, 'process_starts', startColumns, starts as Start[])
    await tx.run("DELETE FROM jobs WHERE instance_id = ? AND kind = 'start-timer'", [id])
    await putJobs(tx, (timers as TimerStart[]).map(timerStartJob))
    // messages may be waiting for somebody to start
    if (running.some(each => startsBy(each, 'message').length > 0))
      await putJobs(tx, [{ id: `${id}.listen`, kind: 'listen', instance: id, nextAt: at, payload: { process: id } }])
    return true
  })
  return written ? { definition, version: process.version + 1 } : { changed: true }
}

const startColumns = ['process_id', 'element', 'definition', 'kind', 'subject', 'fires_on', 'condition_text']

async function writeVersion(tx: Tx, process: ProcessRecord, definition: string, by: string, at: string): Promise<void> {
  await insertRows(
    tx,
    'process_versions',
    ['id', 'process_id', 'version', 'name', 'xml', 'published_at', 'published_by'],
    [[definition, process.id, process.version + 1, process.name, process.draft_xml, at, by]],
  )
}

async function startsIn(
  read: Reader,
  process: ProcessRecord,
  definition: string,
  graph: Graph,
): Promise<(Start | { problem: Problem })[]> {
  const rows: (Start | { problem: Problem })[] = (['message', 'signal'] as const).flatMap(kind =>
    startsBy(graph, kind).map(({ element, name }): Start => [process.id, element, definition, kind, name, null, null]),
  )
  for (const index of graph.starts) {
    const { id, settings } = graph.nodes[index]!
    if (!settings.trigger) continue
    const form = await publishedFormByKey(read, process.app_id, settings.trigger.form)
    if (!form) rows.push({ problem: problem('FORM_UNKNOWN', id, { name: settings.trigger.form }) })
    else rows.push([process.id, id, definition, 'form', form.id, settings.trigger.on, settings.trigger.when ?? null])
  }
  return rows
}

async function timersIn(
  deps: PublishDeps,
  process: ProcessRecord,
  definition: string,
  graph: Graph,
  at: string,
): Promise<(TimerStart | { problem: Problem })[]> {
  const found = await timerStarts(graph, at, { ...deps, calendar: key => calendarOf(reader(deps.db), key) })
  return found.map((each, n) => {
    if ('problem' in each) return { problem: { at: each.element, ...each.problem } }
    const nth = found.slice(0, n).filter(before => before.element === each.element).length
    return { process: process.id, definition, element: each.element, ...(nth > 0 ? { nth } : {}), due: each.due }
  })
}
