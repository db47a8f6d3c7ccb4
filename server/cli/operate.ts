import type { Json } from '#core/problem'
import { WrongSetting } from '../config.js'
import { reader } from '../db/transaction.js'
import { Refusal } from '../http/refusal.js'
import { previewBatch } from '../operations/batch-info.js'
import { workOf } from '../operations/create-batch.js'
import type { BatchInfo, InstanceEntry, RepairEntry } from '../operations/operations.api.js'
import { complain, print } from './command.js'
import { driveBatch } from './drive-batch.js'
import { filterOf, filterSpec } from './filter-options.js'
import { openEngine, type OpenEngine } from './open-engine.js'
import type { Options, Spec } from './options.js'
import { problemLine, told } from './problem-line.js'

/** What every command on many understands. */
export const operateSpec: Spec = { ...filterSpec, json: 'flag', 'dry-run': 'flag', by: 'value', limit: 'value', after: 'value' }

/** Opens the engine for one piece of work; what is refused is told, and 1 answered. */
export async function withEngine(options: Options, work: (open: OpenEngine) => Promise<number>): Promise<number> {
  let open: OpenEngine | undefined
  try {
    open = await openEngine(options.values.by)
    return await work(open)
  } catch (error) {
    if (error instanceof WrongSetting) complain(error.message)
    else if (error instanceof Refusal) tellRefusal(error, options)
    else throw error
    return 1
  } finally {
    await open?.close()
  }
}

/** Does something to many, or with --dry-run says to how many. 1: it was not done to all. */
export const operate = (options: Options, kind: string, given: Record<string, Json>): Promise<number> =>
  withEngine(options, async ({ engine, by }) => {
    const json = options.flags.has('json')
    const work = workOf(engine, { kind, filter: await filterOf(engine, options), options: given })
    if (options.flags.has('dry-run')) {
      const preview = await previewBatch(reader(engine.db), work)
      if (json) print(JSON.stringify(preview, null, 2))
      else print([...preview.first.map(entryLine), `${preview.count} in all; nothing was changed`].join('\n'))
      return 0
    }
    const progress = process.stderr.isTTY && !json
    const ended = await driveBatch(engine, work, by, info => {
      if (progress) process.stderr.write(`\r${info.done + info.failed + info.skipped} of ${info.total} `)
    })
    if (progress) process.stderr.write('\r')
    if (json) print(JSON.stringify(ended, null, 2))
    else print(batchLines(ended).join('\n'))
    return ended.failed > 0 || ended.status !== 'done' ? 1 : 0
  })

function batchLines({ status, total, done, failed, skipped, problems, id }: BatchInfo): string[] {
  return [
    ...problems.map(each => `${each.instance}  ${each.repair ?? '-'}  ${problemLine(each.problem)}`),
    `${done} of ${total} done, ${failed} failed, ${skipped} skipped (batch ${id}${status === 'done' ? '' : `, ${status}`})`,
  ]
}

export function entryLine(entry: InstanceEntry | RepairEntry): string {
  const from = `${entry.process.name} v${entry.process.version}`
  if ('repair' in entry)
    return `${entry.instance}  ${entry.repair}  ${from}  ${entry.elementName || entry.element}  ${entry.at}  ${entry.problem.code}`
  const { id, status, startedAt, record, repairs } = entry
  return `${id}  ${status}${repairs > 0 ? ` (${repairs} repairs)` : ''}  ${from}  ${startedAt}  ${record?.title ?? ''}`.trimEnd()
}

function tellRefusal(refusal: Refusal, options: Options): void {
  const problems = refusal.problems.length > 0 ? refusal.problems : [{ code: refusal.code, params: refusal.params ?? {} }]
  if (options.flags.has('json')) print(JSON.stringify({ refused: refusal.code, problems: problems.map(told) }, null, 2))
  else for (const problem of problems) complain(problemLine(problem))
}
