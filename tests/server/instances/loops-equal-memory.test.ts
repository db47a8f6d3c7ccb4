import fc from 'fast-check'
import { advance } from '#core/process/advance'
import type { Command } from '#core/process/command'
import type { Host } from '#core/process/host'
import { Rounds } from '#core/process/rounds'
import { readDefinition } from '#core/process/read-definition'
import type { State } from '#core/process/state'
import { patient } from '../../support/patient.js'
import { chain, diagram, end, start, sub, timerOn, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'

jest.setTimeout(240_000)

/** What may stand in a process: each with a loop marker or without. */
type Block = { loop: number; timer: boolean } & ({ type: 'user' } | { type: 'sub'; inner: Block[] })

/** None, three at once, two in turn, over a list with outputs, until one is done, a standard loop of two runs. */
const MARKERS = [
  '',
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
  '<bpmn:multiInstanceLoopCharacteristics isSequential="true" formloom:collection="list" formloom:item="one" formloom:output="sums" formloom:outputItem="one + 1"/>',
  '<bpmn:multiInstanceLoopCharacteristics formloom:collection="list" formloom:item="one" formloom:output="ones"/>',
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:completionCondition>nrOfCompletedInstances = 2</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>',
  '<bpmn:standardLoopCharacteristics loopMaximum="2"/>',
]

const { blocks } = fc.letrec<{ blocks: Block[]; block: Block }>(tie => ({
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 2, depthIdentifier: 'nesting' }),
  block: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'nesting', withCrossShrink: true },
    fc.record({ type: fc.constant('user' as const), loop: fc.nat(MARKERS.length - 1), timer: fc.boolean() }),
    fc.record({
      type: fc.constant('sub' as const),
      loop: fc.nat(MARKERS.length - 1),
      timer: fc.boolean(),
      inner: tie('blocks'),
    }),
  ),
}))

function draw(parts: readonly Block[], name: string): string {
  const ids = parts.map((_, n) => `${name}_${n}`)
  const drawn = parts.map((part, n) => {
    const id = ids[n]!
    const plain = part.type === 'user' ? user(id) : sub(id, draw(part.inner, id))
    const close = plain.lastIndexOf('</')
    const element = plain.slice(0, close) + MARKERS[part.loop]! + plain.slice(close)
    return element + (part.timer ? timerOn(`${id}_late`, id, 'PT1H') + end(`${id}_over`) + chain(`${id}_late`, `${id}_over`) : '')
  })
  return start(`${name}_s`) + drawn.join('') + end(`${name}_e`) + chain(`${name}_s`, ...ids, `${name}_e`)
}

/** Rows of the two are alike but for revision and for the order of tables. */
const essence = ({ instance, ...tables }: State) => {
  const key = (row: object) =>
    'name' in row && 'value' in row ? `${(row as { scope?: string }).scope} ${row.name}` : (row as { id: string }).id
  const sorted = (rows: object[]) => [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return {
    instance: { ...instance, rev: 0 },
    ...Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, sorted(rows as object[])])),
  }
}

eachDatabase('a child that is loaded without the others', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  /** Drives the database, which loads parts, and the core, which has everything, by the same commands. */
  async function together(xml: string, choices: number[]): Promise<void> {
    const { processes, problems } = await readDefinition(xml)
    if (!processes[0]) throw new Error(JSON.stringify(problems))
    const definition = await test.process(xml)
    const instance = await test.start(definition, { by: ann, data: { list: [10, 20, 30] } })
    const rounds = new Rounds()
    const host: Host = {
      evaluate: patient,
      people: async () => ({ assignee: ann, candidates: [], why: { type: 'initiator' } }),
      lastRound: rounds.lastRound,
      zone: 'Asia/Shanghai',
      burst: 200,
    }
    let memory: State | undefined
    const same = async (command: object): Promise<void> => {
      const [said] = await test.rows<{ at: string; by: string }>(
        'SELECT at, by_user AS "by" FROM command_log WHERE instance_id = ? ORDER BY rev DESC LIMIT 1',
        [instance],
      )
      const advanced = await advance(processes[0]!, memory, { ...command, at: said!.at, by: said!.by } as Command, host)
      if ('rejection' in advanced) throw new Error(JSON.stringify(advanced.rejection))
      memory = advanced.state
      rounds.take(advanced.delta)
      expect(essence(await test.state(instance))).toEqual(essence(memory))
    }
    await same({ type: 'start', instance, definition, data: { list: [10, 20, 30] } })
    for (let step = 0; memory!.instance.status === 'running' && step < 40; step += 1) {
      const { tasks, timers } = memory!
      const chosen = [...tasks, ...timers][choices[step % choices.length]! % (tasks.length + timers.length)]!
      if ('status' in chosen) {
        const command = { type: 'complete', task: chosen.id } as const
        expect(await test.command(instance, { ...command, by: ann })).not.toHaveProperty('rejection')
        await same(command)
      } else {
        test.clock.advance(HOUR)
        const command = { type: 'fireTimer', timer: chosen.id } as const
        expect(await test.command(instance, { ...command, by: 'system' })).not.toHaveProperty('rejection')
        await same(command)
      }
    }
    if (memory!.instance.status !== 'running') {
      for (const table of ['scopes', 'tokens', 'variables', 'subscriptions', 'repairs', 'compensations'])
        expect(await test.rows(`SELECT * FROM ${table} WHERE instance_id = ? AND part <> ''`, [instance])).toEqual([])
      expect(await test.rows("SELECT id FROM tasks WHERE instance_id = ? AND status = 'open'", [instance])).toEqual([])
      expect(await test.rows("SELECT id FROM jobs WHERE instance_id = ? AND kind = 'timer'", [instance])).toEqual([])
    }
  }

  it('changes the same rows as with all of them, whatever is chosen', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, fc.array(fc.nat(20), { minLength: 1, maxLength: 12 }), (parts, choices) =>
        together(diagram(draw(parts, 'n')), choices),
      ),
      { numRuns: database === 'sqlite' ? 40 : 12 },
    )
  })
})
