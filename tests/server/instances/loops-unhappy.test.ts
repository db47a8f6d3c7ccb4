import { chain, diagram, end, flow, parallel, script, start, sub, timerOn, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'

jest.setTimeout(240_000)

const multi = (attributes: string, inside = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}>${inside}</bpmn:multiInstanceLoopCharacteristics>`
const marked = (element: string, marker: string): string => {
  const close = element.lastIndexOf('</')
  return element.slice(0, close) + marker + element.slice(close)
}

eachDatabase('loops whose children are loaded one by one', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  const begin = async (body: string, data = {}) => test.start(await test.process(diagram(body)), { by: ann, data })
  const left = async (instance: string) => {
    const tables = ['scopes', 'tokens', 'variables', 'subscriptions', 'repairs', 'compensations']
    const found = await Promise.all(
      tables.map(table => test.rows(`SELECT '${table}' AS t FROM ${table} WHERE instance_id = ? AND part <> ''`, [instance])),
    )
    return found.flat()
  }
  const tasks = (instance: string, status: string) =>
    test.rows('SELECT id FROM tasks WHERE instance_id = ? AND status = ?', [instance, status])

  it('an interrupting timer on the loop ends children that its command never read, and who could take them', async () => {
    const anybody = { type: 'user', users: `${ann},${(await test.store.user(`bob-${database}`)).id}` }
    const inner = sub('each', start('in') + user('look', { who: anybody }) + end('out') + chain('in', 'look', 'out'))
    const instance = await begin(
      start() +
        marked(inner, multi('formloom:collection="list" formloom:item="one" formloom:output="ones"')) +
        timerOn('late', 'each', 'PT1H') +
        user('after') +
        end() +
        chain('start', 'each', 'end') +
        chain('late', 'after') +
        flow('after', 'end'),
      { list: Array.from({ length: 120 }, (_, n) => n) },
    )
    await test.worker.runDue()
    expect(await tasks(instance, 'open')).toHaveLength(120)
    await test.complete(instance, 'look', ann)
    await test.after(HOUR)
    expect(await tasks(instance, 'cancelled')).toHaveLength(119)
    expect(await left(instance)).toEqual([])
    const offered =
      "SELECT c.task_id FROM task_candidates c JOIN tasks t ON t.id = c.task_id WHERE t.instance_id = ? AND t.element = 'look' AND c.is_open = 1"
    expect(await test.rows(offered, [instance])).toEqual([])
    expect(await test.state(instance)).toMatchObject({ tasks: [{ element: 'after' }], tokens: [{ node: 'after' }] })
  })

  it('a child whose output fails is mended alone, and the loop ends with all outputs', async () => {
    const instance = await begin(
      start() +
        marked(
          user('each'),
          multi('formloom:collection="list" formloom:item="one" formloom:output="sums" formloom:outputItem="one + $number(add)"'),
        ) +
        end() +
        chain('start', 'each', 'end'),
      { list: [1, 2, 3], add: 'x' },
    )
    const task = async () => (await tasks(instance, 'open'))[0] as { id: string }
    await test.command(instance, { type: 'complete', task: (await task()).id, by: ann })
    const [repair] = await test.rows<{ id: string; part: string }>('SELECT id, part FROM repairs WHERE instance_id = ?', [
      instance,
    ])
    expect(repair!.part).not.toBe('')
    await test.command(instance, { type: 'complete', task: (await task()).id, by: ann, data: { add: '10' } })
    await test.command(instance, { type: 'resolveRepair', repair: repair!.id, how: 'retry', by: ann })
    await test.command(instance, { type: 'complete', task: (await task()).id, by: ann })
    const state = await test.state(instance)
    expect(state.instance.status).toBe('completed')
    expect(state.variables).toContainEqual(expect.objectContaining({ name: 'sums', value: [11, 12, 13] }))
    expect(await left(instance)).toEqual([])
  })

  it('automatic children of many bursts end once, beside a branch that waits', async () => {
    const instance = await begin(
      start() +
        parallel('split') +
        marked(
          script('each', '{ "seen": one }'),
          multi('formloom:collection="[1..700]" formloom:item="one" formloom:output="all"'),
        ) +
        user('beside') +
        parallel('join') +
        end() +
        chain('start', 'split', 'each', 'join', 'end') +
        flow('split', 'beside') +
        flow('beside', 'join'),
      { seen: 0 },
    )
    expect(await test.complete(instance, 'beside', ann)).not.toHaveProperty('rejection')
    await test.worker.runDue()
    const state = await test.state(instance)
    expect(state.instance.status).toBe('completed')
    expect(state.variables.find(({ name }) => name === 'all')?.value).toEqual(Array.from({ length: 700 }, (_, n) => n + 1))
    const [done] = await test.rows<{ n: number }>(
      "SELECT COUNT(*) AS n FROM activity_log WHERE instance_id = ? AND element = 'each' AND type = 'completed'",
      [instance],
    )
    expect(Number(done!.n)).toBe(700)
    expect(await left(instance)).toEqual([])
  })
})
