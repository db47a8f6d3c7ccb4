import { changesOf } from '#core/process/changes'
import { planMigration } from '#core/process/commands/migrate'
import { Draft } from '#core/process/state/draft'
import type { State } from '#core/process/state'
import type { Problem } from '#core/problem'
import { reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { peopleNames } from '../instances/people-names.js'
import type { Planned } from '../instances/plan-command.js'
import { tryCommand, type Asked } from '../instances/run-command.js'
import { publishedProcess } from '../processes/published-process.js'
import { effectsSince } from './effects-since.js'
import type { Preview } from './modification.api.js'
import { refuseChange } from './refuse-change.js'

/** What a command would change, and nothing of it is written. Refused like the command itself. */
export async function preview(engine: Engine, instance: string, asked: Asked): Promise<Preview> {
  const read = reader(engine.db)
  const planned = await tryCommand(engine, instance, asked)
  if ('rejection' in planned) return refuseChange(planned.rejection)
  const before = planned.before!
  const { advanced, published } = planned
  const old = await publishedProcess(read, before.instance.definition)
  const graphs = [published.graph, old.graph]
  const nameOf = (element: string): string => {
    const graph = graphs.find(each => each.nodeAt.has(element))
    return graph ? graph.nodes[graph.nodeAt.get(element)!]!.name : element
  }
  const changes = [
    ...(asked.type === 'return' ? await effectsSince(read, instance, old.graph, asked.to) : []),
    ...notices(planned, before, old.graph),
    ...changesOf(before, advanced, nameOf),
  ]
  return { changes, people: await namesIn(engine, changes) }
}

/** What a migration has to say besides. */
function notices({ command, published }: Planned, before: State, from: Planned['published']['graph']): Problem[] {
  if (command.type !== 'migrate') return []
  return planMigration({ graph: from, graphs: new Map(), draft: new Draft(before) }, published.graph, command.map ?? {}).notices
}

async function namesIn(engine: Engine, changes: readonly Problem[]): Promise<Record<string, string>> {
  const ids = changes.flatMap(({ params }) => (Array.isArray(params?.people) ? (params.people as string[]) : []))
  const person = await peopleNames(reader(engine.db), ids)
  return Object.fromEntries([...new Set(ids)].map(id => [id, person(id)?.name ?? id]))
}
