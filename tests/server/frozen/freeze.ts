import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '#core/process/command'
import type { Graph } from '#core/process/graph'
import { Player } from '#core/process/play'
import { mainOf } from '#core/process/play-start'
import { World, type StoryWorld } from '#core/process/play-world'
import { readDefinition } from '#core/process/read-definition'
import type { State } from '#core/process/state'
import { readStory } from '#core/process/read-story'
import type { Story } from '#core/process/story'
import { evaluateUnconfined } from '#core/rule/evaluate'
import { inTransaction } from '../../../server/db/transaction.js'
import { insertRows } from '../../../server/db/write-rows.js'
import { startProcess } from '../../../server/instances/start-process.js'
import { DatabaseWorld } from '../../support/database-world.js'
import type { TestEngine } from '../../support/engine.js'
import { aHost, anInstance } from '../../support/play.js'
import type { Doing, Kind } from './kinds.js'

/** Instances as a version left them: in memory and as rows, and how they come to their end. */
export interface Frozen {
  kind: string
  /** The newest migration of the database whose rows these are. */
  migration: string
  xml: string
  now: string
  record: Story['start']
  /** One for each instance, with the number of its process in the file. */
  states: { pool: number; state: State }[]
  version: string
  rows: Record<string, { columns: string[]; rows: unknown[][] }>
  finish: Doing[]
  /** What is done from here on, and how it ends. */
  expect: End
}
export interface End {
  status: string
  trail: string[]
  waiting: string[]
  data: Record<string, unknown>
  refused: string[]
}

const CLOCK = '2026-01-05T09:00:00Z'
const stories = join(__dirname, '../../core/process/stories')

function partsOf(kind: Kind): { xml: string; told: Story; before: Doing[]; finish: Doing[] } {
  if ('xml' in kind) return { ...kind, told: { start: { by: 'ini' } } }
  const { steps = [], ...told } = readStory(JSON.parse(readFileSync(join(stories, `${kind.story}.story.json`), 'utf8'))) as Story
  const xml = readFileSync(join(stories, told.process!), 'utf8')
  return { xml, told, before: steps.slice(0, kind.after), finish: steps.slice(kind.after) }
}

export const playerIn = (file: readonly Graph[], told: Story, world?: StoryWorld): Player =>
  new Player(mainOf(file)!, told, { evaluate: evaluateUnconfined, file, ...(world ? { world } : {}) })

/** A step, or a command to the instance that has the element. */
export async function carryOut(player: Player, doing: Doing): Promise<void> {
  if (!('ask' in doing)) return player.step(doing)
  const { world } = player
  for (const each of world.cases) {
    const { tasks, tokens, repairs } = each.state
    const meant = {
      claim: () => ({ task: tasks.find(task => task.element === doing.at)?.id }),
      return: () => ({ token: tokens.find(token => token.node === doing.at)?.id }),
      resolveRepair: () => ({ repair: repairs.find(repair => repair.element === doing.at)?.id }),
    }[doing.ask.type]
    await world.send(each, { at: world.now, by: doing.by, ...doing.ask, ...meant?.() } as unknown as Command)
  }
}

/** Finishes and tells what was done since. */
export async function finished(player: Player, finish: readonly Doing[]): Promise<End> {
  const [before, earlier] = [player.world.trail.length, player.world.problems.length]
  for (const doing of finish) await carryOut(player, doing)
  const { status, waiting, data } = player.outcome()
  const done = player.world.trail.slice(before).filter(entry => entry.type === 'completed')
  const refused = player.world.problems.slice(earlier).map(problem => problem.code)
  return { status, trail: done.map(entry => entry.element).sort(), waiting: waiting.sort(), data, refused }
}

export async function freeze(test: TestEngine, kind: Kind): Promise<Frozen> {
  const { xml, told, before, finish } = partsOf(kind)
  const { processes } = await readDefinition(xml)
  const clock = told.clock ?? CLOCK
  const world = await DatabaseWorld.of(test, xml, processes, clock)
  const player = playerIn(processes, { ...told, clock }, world)
  if (kind.only === 'begun') await startProcess(test.engine, { definition: world.version, by: 'ini' })
  else await player.start()
  for (const doing of before) await carryOut(player, doing)
  const rows = await dumped(test, world.version)
  if (kind.only === 'begun') await world.settle()
  const now = world.now
  const expect = await finished(player, finish)
  const memory = playerIn(processes, { ...told, clock })
  if (kind.only !== 'begun') await memory.start()
  for (const doing of before) await carryOut(memory, doing)
  const states =
    kind.only === 'begun'
      ? [{ pool: 0, state: (await anInstance(xml, {}, aHost())).state! }]
      : memory.world.cases.map(({ graph, state }) => ({ pool: processes.indexOf(graph), state }))
  const [last] = await test.rows<{ name: string }>('SELECT name FROM schema_migrations ORDER BY id DESC LIMIT 1')
  return {
    kind: kind.name,
    migration: last!.name,
    xml,
    now,
    record: told.start,
    states,
    version: world.version,
    rows,
    finish,
    expect,
  }
}

async function dumped(test: TestEngine, version: string): Promise<Frozen['rows']> {
  const tables = await test.rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
  const found: Frozen['rows'] = {}
  const instances = `(SELECT id FROM instances WHERE definition = '${version}')`
  const own: Record<string, string> = {
    processes: `id = (SELECT process_id FROM process_versions WHERE id = '${version}')`,
    process_versions: `id = '${version}'`,
    process_starts: `process_id = (SELECT process_id FROM process_versions WHERE id = '${version}')`,
    instances: `definition = '${version}'`,
    task_candidates: `task_id IN (SELECT id FROM tasks WHERE instance_id IN ${instances})`,
    notifications: '',
  }
  for (const { name } of tables) {
    const columns = (await test.rows<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`)).map(each => each.name)
    const where = own[name] ?? (columns.includes('instance_id') ? `instance_id IN ${instances}` : '')
    if (!where) continue
    const rows = await test.rows<Record<string, unknown>>(`SELECT * FROM ${name} WHERE ${where}`)
    if (rows.length > 0) found[name] = { columns, rows: rows.map(row => columns.map(column => row[column])) }
  }
  return found
}

/** In memory, from the state. */
export async function thawed({ xml, now, record, states }: Frozen): Promise<Player> {
  const file = (await readDefinition(xml)).processes
  const zone = file[0]!.zone ?? 'UTC'
  const reload = (state: State): State => JSON.parse(JSON.stringify(state)) as State
  const world = new World({ file, evaluate: evaluateUnconfined, zone, reload }, now)
  for (const { pool, state } of states) world.cases.push({ graph: file[pool]!, state })
  return playerIn(file, { start: record ?? {} }, world)
}

/** On a database, from the rows. */
export async function rooted(test: TestEngine, { xml, now, record, version, rows }: Frozen): Promise<Player> {
  const file = (await readDefinition(xml)).processes
  await inTransaction(test.store.db, async tx => {
    for (const [table, { columns, rows: values }] of Object.entries(rows)) await insertRows(tx, table, columns, values)
  })
  return playerIn(file, { start: record ?? {} }, await DatabaseWorld.resting(test, version, file, now))
}
