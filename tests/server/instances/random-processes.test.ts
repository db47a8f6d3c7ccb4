import fc from 'fast-check'
import { advance } from '#core/process/advance'
import type { Advanced, Command, Rejection } from '#core/process/command'
import type { Host } from '#core/process/host'
import { readDefinition } from '#core/process/read-definition'
import { Rounds } from '#core/process/rounds'
import type { State } from '#core/process/state'
import { patient } from '../../support/patient.js'
import { settle } from '../../support/approving-in-database.js'
import { loopingBlocks, xmlOf } from '../../support/blocks.js'
import { DatabaseWorld } from '../../support/database-world.js'
import { chain, diagram, end, flow, parallel, script, start, timer, timerOn, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'
import { expectSoundRows } from '../../support/sound-rows.js'

jest.setTimeout(600_000)

/** `FORMLOOM_LONG=1` runs many more; `FORMLOOM_SEED` others. */
const long = process.env.FORMLOOM_LONG === '1'
const seed = Number(process.env.FORMLOOM_SEED ?? '20260105')
const runs = (few: number): { numRuns: number; seed: number } => ({ numRuns: long ? few * 20 : few, seed })

/** Anything connected with anything: joins that wait for ever, tokens that overtake each other, circles. Nothing promises that it ends. */
type Wild = { nodes: number[]; flows: [number, number][] }
const wild = fc.record({
  nodes: fc.array(fc.nat(6), { minLength: 2, maxLength: 7 }),
  flows: fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 8 }),
})

function wildXml({ nodes, flows }: Wild): string {
  const ids = nodes.map((_, n) => `n${n}`)
  const drawn = nodes.map((kind, n) => {
    const id = ids[n]!
    if (kind === 0) return parallel(id)
    if (kind === 1) return `<bpmn:inclusiveGateway id="${id}" name="${id}"/>`
    if (kind === 2) return timer(id, 'PT1H')
    if (kind === 3) return script(id, `{ "n": ($exists(n) ? n : 0) + 1 }`)
    if (kind === 4) return user(id) + timerOn(`${id}_late`, id, 'PT2H') + flow(`${id}_late`, 'end')
    if (kind === 5) return user(id) + timerOn(`${id}_nag`, id, 'PT1H', false) + flow(`${id}_nag`, 'end')
    return user(id)
  })
  // a way through all of them, so that every element is reached and an end is in sight
  const way = chain('start', ...ids, 'end')
  const more = new Set(
    flows
      .map(([from, to]) => [ids[from % ids.length]!, ids[to % ids.length]!] as const)
      .filter(([from, to]) => from !== to && Number(to.slice(1)) !== Number(from.slice(1)) + 1)
      .map(([from, to]) => flow(from, to)),
  )
  return diagram(start() + drawn.join('') + end() + way + [...more].join(''))
}

/** Rows of the two are alike but for revision and for the order of tables. */
const essence = ({ instance, ...tables }: State) => {
  const key = (row: object): string => {
    const { id, scope, name } = row as { id?: string; scope?: string; name?: string }
    return id ?? `${scope} ${name}`
  }
  const sorted = (rows: object[]) => [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const { rev: _rev, ...rest } = instance
  return { instance: rest, ...Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, sorted(rows as object[])])) }
}

eachDatabase('random processes', database => {
  let test: TestEngine
  beforeAll(async () => {
    test = await anEngine(database)
    await settle(test, ['ann'])
  })
  afterAll(() => test.close())

  /** The same commands to the database and to the core in memory, whose state is put to JSON and read again between any two. */
  async function together(xml: string, choices: number[], path: string): Promise<State | undefined> {
    const { processes } = await readDefinition(xml)
    // drawn so that it is refused: nothing to run
    if (!processes[0]) return undefined
    const rounds = new Rounds()
    const host: Host = {
      evaluate: patient,
      people: async () => ({ assignee: 'ann', candidates: [], why: { type: 'initiator' } }),
      lastRound: rounds.lastRound,
      zone: 'Asia/Shanghai',
      burst: 200,
    }
    const begin = { type: 'start', data: { path }, by: 'ann' } as const
    const first = await advance(
      processes[0],
      undefined,
      { ...begin, instance: 'i', definition: 'd', at: '2026-01-05T01:00:00Z' },
      host,
    )
    if (endless(first)) return undefined
    const world = await DatabaseWorld.of(test, xml, processes, '2026-01-05T01:00:00Z')
    await world.start(processes[0], { by: 'ann', data: { path } })
    const instance = world.cases[0]!.state.instance.id
    let memory: State | undefined
    const tried = (command: object) => advance(processes[0]!, memory, { at: world.now, ...command } as Command, host)
    const follow = async (advanced: Advanced | Rejection): Promise<void> => {
      if ('rejection' in advanced) throw new Error(JSON.stringify(advanced.rejection))
      rounds.take(advanced.delta)
      memory = JSON.parse(JSON.stringify(advanced.state)) as State
      expect(times(essence(await test.state(instance)))).toEqual(times(essence(memory)))
      await expectSoundRows(test, instance)
      ends(memory)
    }
    await follow(await tried({ ...begin, instance, definition: world.version }))
    for (let step = 0; memory!.instance.status === 'running' && step < 25; step += 1) {
      const { tasks, timers } = memory!
      const open = [...tasks, ...timers]
      if (open.length === 0) break
      const chosen = open[choices[step % choices.length]! % open.length]!
      const asked =
        'status' in chosen
          ? ({ type: 'complete', task: chosen.id, by: 'ann' } as const)
          : ({ type: 'fireTimer', timer: chosen.id, by: 'system' } as const)
      // the engine's clock has gone on a little since memory saw it
      if (asked.type === 'fireTimer')
        world.now = new Date(Math.max(...memory!.timers.map(each => Date.parse(each.dueAt))) + 10_000).toISOString()
      if (step === choices[0]! % 5) await test.restart()
      const next = await tried(asked)
      if (endless(next)) break
      expect(await test.command(instance, asked)).not.toHaveProperty('rejection')
      await follow(next)
    }
    return memory
  }

  /** Fifty thousand steps without a wait are told in a test of their own. */
  const endless = (next: Advanced | Rejection): boolean =>
    !('rejection' in next) && next.state.tokens.some(token => token.waits === 'continue')
  /** The engine's clock goes on by itself. */
  const times = (seen: unknown): unknown => JSON.parse(JSON.stringify(seen).replace(/"\d{4}-\d\d-\d\dT[^"]*Z"/g, '"then"'))
  /** An instance ends when its last token is gone, and only then. */
  const ends = (state: State): void => expect(state.instance.status === 'running').toBe(state.tokens.length > 0)
  const choices = fc.array(fc.nat(20), { minLength: 1, maxLength: 10 })
  const anyPath = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 4 })

  it('made of blocks do on a database what they do in memory, and end', async () => {
    let ended = 0
    await fc.assert(
      fc.asyncProperty(loopingBlocks, choices, anyPath, async (parts, order, taken) => {
        const xml = xmlOf(parts)
        const ids = [...xml.matchAll(/<bpmn:task id="([^"]+)"/g)].map(match => match[1]!)
        const path = taken.map(([a, b]) => ids[(a * 4 + b) % Math.max(1, ids.length)] ?? '').join(';') + ';'
        const state = await together(xml, order, path)
        if (state?.instance.status === 'completed') ended += 1
        expect(state?.repairs).toEqual([])
      }),
      runs(database === 'sqlite' ? 40 : 12),
    )
    expect(ended).toBeGreaterThan(5)
  })

  it('connected at will do on a database what they do in memory, and end, wait, or are a repair', async () => {
    let played = 0
    await fc.assert(
      fc.asyncProperty(wild, choices, async (graph, order) => {
        if (await together(wildXml(graph), order, '')) played += 1
      }),
      runs(database === 'sqlite' ? 60 : 15),
    )
    expect(played).toBeGreaterThan(5)
  })
})
