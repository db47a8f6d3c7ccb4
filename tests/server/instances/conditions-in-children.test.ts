import { chain, diagram, end, flow, parallel, start, sub, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(240_000)

const CHILDREN = 250

const condition =
  '<bpmn:intermediateCatchEvent id="until"><bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">go = true</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>'
const each = sub('each', start('in') + condition + end('out') + chain('in', 'until', 'out'))
const xml = diagram(
  start() +
    parallel('split') +
    user('decide') +
    each.replace(
      /<\/bpmn:subProcess>$/,
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>n</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:subProcess>',
    ) +
    parallel('join') +
    end() +
    chain('start', 'split', 'decide', 'join', 'end') +
    flow('split', 'each') +
    flow('each', 'join'),
)

eachDatabase('conditions in children that a command does not read', database => {
  let test: TestEngine
  beforeAll(async () => {
    test = await anEngine(database)
  })
  afterAll(() => test.close())

  it('are looked at by a job, in pages', async () => {
    const ann = (await test.store.user('ann')).id
    const instance = await test.start(await test.process(xml), { by: ann, data: { n: CHILDREN, go: false } })
    await test.worker.runDue()
    const count = async (sql: string) => Number((await test.rows<{ n: number }>(sql, [instance]))[0]!.n)
    const waiting = () => count("SELECT COUNT(*) AS n FROM tokens WHERE instance_id = ? AND waits = 'condition'")
    expect(await waiting()).toBe(CHILDREN)
    const answer = await test.complete(instance, 'decide', ann, { data: { go: true } })
    expect(answer).toMatchObject({ delta: { subscriptions: { remove: [] } } })
    expect(await waiting()).toBe(CHILDREN)
    await test.worker.runDue()
    expect(await waiting()).toBe(0)
    expect(await test.state(instance)).toMatchObject({
      tokens: [],
      scopes: [{ kind: 'process' }],
      instance: { status: 'completed' },
    })
  })
})
