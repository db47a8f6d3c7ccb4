import type { Advanced, Rejection } from '#core/process/command'
import { reader, type Reader } from '../../../server/db/transaction.js'
import { instanceInfo } from '../../../server/instances/instance-info.js'
import { loadState } from '../../../server/instances/load-state.js'
import { partsFor } from '../../../server/instances/parts.js'
import type { Asked } from '../../../server/instances/run-command.js'
import { chain, diagram, end, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(600_000)

const xml = diagram(
  start() +
    user('each').replace(
      '</bpmn:userTask>',
      '<bpmn:multiInstanceLoopCharacteristics formloom:collection="list" formloom:item="one" formloom:output="done"/></bpmn:userTask>',
    ) +
    end() +
    chain('start', 'each', 'end'),
)

/** Rows that a delta writes. */
function written(answer: Advanced | Rejection): number {
  if ('rejection' in answer) throw new Error(JSON.stringify(answer.rejection))
  const { variables, instance: _instance, dropped: _dropped, ...tables } = answer.delta
  const rows = Object.values(tables).map(({ insert, update, remove }) => insert.length + update.length + remove.length)
  return rows.reduce((sum, count) => sum + count, variables.put.length + variables.remove.length)
}

eachDatabase('a loop with many children', database => {
  const children = database === 'sqlite' ? 20_000 : 2_000
  let test: TestEngine
  let ann: string
  let instance: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
    const list = Array.from({ length: children }, (_, n) => n)
    instance = await test.start(await test.process(xml), { by: ann, data: { list } })
  })
  afterAll(() => test.close())

  const open = async (): Promise<number> => {
    const [row] = await test.rows<{ n: number }>("SELECT COUNT(*) AS n FROM tasks WHERE instance_id = ? AND status = 'open'", [
      instance,
    ])
    return Number(row!.n)
  }
  const oneTask = async (): Promise<string> => {
    const [row] = await test.rows<{ id: string }>(
      "SELECT id FROM tasks WHERE instance_id = ? AND status = 'open' ORDER BY LENGTH(id) DESC, id DESC LIMIT 1",
      [instance],
    )
    return row!.id
  }
  /** Rows that are read for a command, as the engine reads them. */
  async function read(asked: Asked): Promise<number> {
    let rows = 0
    const real = reader(test.store.db)
    const counting: Reader = {
      dialect: real.dialect,
      query: async (sql, parameters) => {
        const found = await real.query(sql, parameters)
        rows += found.length
        return found as never
      },
      queries: async asked => {
        for (const [sql, parameters] of database === 'sqlite' ? asked : [])
          for (const { detail } of await real.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters))
            expect(detail).toMatch(/part=\?/)
        const found = await real.queries(asked)
        rows += found.reduce((sum, each) => sum + each.length, 0)
        return found
      },
    }
    await loadState(counting, instance, graph => partsFor(counting, instance, asked, graph))
    return rows
  }
  const complete = async () => {
    const task = await oneTask()
    const asked = { type: 'complete', task, by: ann } as const
    return { read: await read(asked), written: written(await test.command(instance, asked)) }
  }

  it('begins them in pages and answers meanwhile', async () => {
    const first = await open()
    expect(first).toBeLessThanOrEqual(200)
    const early = await complete()
    expect(await open()).toBe(first - 1)
    await test.worker.runDue()
    expect(await open()).toBe(children - 1)
    const late = await complete()
    expect(late).toEqual(early)
    expect(late.read).toBeLessThan(20)
    expect(late.written).toBeLessThan(10)
  })

  it('tells where it stands without telling every child', async () => {
    const info = (await instanceInfo(reader(test.store.db), instance))!
    expect(info.explain.filter(entry => entry.waits === 'task')).toHaveLength(100)
    expect(info.more).toBe(children - 2 - 100)
    expect(info.elements.each).toMatchObject({ state: 'current', count: children - 1 })
    expect(info.steps.length).toBeLessThan(210)
  })

  it('ends them all with a few statements', async () => {
    const answer = await test.command(instance, { type: 'cancel', by: ann })
    expect(written(answer)).toBeLessThan(20)
    expect(await open()).toBe(0)
    for (const table of ['scopes', 'tokens'])
      expect(await test.rows(`SELECT id FROM ${table} WHERE instance_id = ? AND part <> ''`, [instance])).toEqual([])
    expect(await test.rows("SELECT name FROM variables WHERE instance_id = ? AND part <> ''", [instance])).toEqual([])
  })
})
