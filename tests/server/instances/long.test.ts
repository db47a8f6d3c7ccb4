import { readDefinition } from '#core/process/read-definition'
import { DatabaseWorld } from '../../support/database-world.js'
import { chain, diagram, end, exclusive, flow, script, start } from '../../support/diagram.js'
import { anEngine, type TestEngine } from '../../support/engine.js'
import { anInstance } from '../../support/play.js'
import { aProcess } from '../../support/process.js'
import { expectSoundRows } from '../../support/sound-rows.js'

jest.setTimeout(120_000)

/** Long ones, in memory and on SQLite; their figures are the benchmark's. */
const tasks = Array.from({ length: 1_000 }, (_, n) => `t${n}`)
/** A file of ten thousand tasks is refused for its size: a thousand, ten times. */
const automatic = diagram(
  start() +
    exclusive('merge', 'merge_t0') +
    tasks.map(id => `<bpmn:task id="${id}"/>`).join('') +
    script('count', '{ "n": ($exists(n) ? n : 0) + 1 }') +
    exclusive('x', 'x_end') +
    end() +
    chain('start', 'merge', ...tasks, 'count', 'x', 'end') +
    flow('x', 'merge', 'n < 10'),
)
const people = (): string => {
  const branch = aProcess('p').start()
  for (const id of tasks.slice(0, 500)) branch.user(id)
  return branch.end().xml()
}

describe('long processes', () => {
  let test: TestEngine
  beforeAll(async () => {
    test = await anEngine('sqlite')
  })
  afterAll(() => test.close())

  async function begun(xml: string): Promise<DatabaseWorld> {
    const { processes, problems } = await readDefinition(xml)
    if (!processes[0]) throw new Error(JSON.stringify(problems))
    const world = await DatabaseWorld.of(test, xml, processes, '2026-01-05T01:00:00Z')
    await world.start(processes[0], { by: 'ann' })
    return world
  }
  const completed = (world: DatabaseWorld): number => world.trail.filter(entry => entry.type === 'completed').length

  it('runs 10,000 automatic steps, in bursts', async () => {
    const memory = await anInstance(automatic, {}, { burst: 20_000 })
    expect(memory.state!.instance.status).toBe('completed')
    expect(memory.completed).toHaveLength(10_032)

    const world = await begun(automatic)
    const { instance } = world.cases[0]!.state
    expect(instance.status).toBe('completed')
    expect(completed(world)).toBe(10_032)
    await expectSoundRows(test, instance.id)
  })

  it('runs a chain of 500 tasks', async () => {
    const xml = people()
    const memory = await anInstance(xml)
    for (let n = 0; n < 500; n += 1) await memory.send({ type: 'complete', task: memory.task(`t${n}`) })
    expect(memory.state!.instance.status).toBe('completed')

    const world = await begun(xml)
    const { id } = world.cases[0]!.state.instance
    for (let n = 0; n < 500; n += 1) expect(await test.complete(id, `t${n}`, 'ann')).not.toHaveProperty('rejection')
    expect((await test.state(id)).instance.status).toBe('completed')
    await expectSoundRows(test, id)
  })

  it('stops an endless loop as a repair', async () => {
    const xml = aProcess('p').start().gateway('exclusive', 'merge').script('count', '{ "n": 1 }').to('merge').xml()
    const memory = await anInstance(xml, {}, { burst: 100_000, endless: 1_000 })
    expect(memory.state!.repairs.map(repair => repair.problem.code)).toEqual(['ENDLESS_LOOP'])

    const world = await begun(xml.replace(/<bpmn:scriptTask[^]*?<\/bpmn:scriptTask>/, '<bpmn:task id="count"/>'))
    const { state } = world.cases[0]!
    expect(state.repairs.map(repair => repair.problem.code)).toEqual(['ENDLESS_LOOP'])
    expect(state.instance.status).toBe('running')
    await expectSoundRows(test, state.instance.id)
  })
})
