import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reader } from '../../../server/db/transaction.js'
import { instanceInfo } from '../../../server/instances/instance-info.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

const story = (name: string): string =>
  readFileSync(join(__dirname, '../../core/process/stories', name), 'utf8').replace(
    /<bpmn:(userTask|globalUserTask) id="([\w-]+)"([^>]*?)(\/>|>(\s*<bpmn:extensionElements>)?)/g,
    (_all, tag: string, id: string, rest: string, end: string) =>
      `<bpmn:${tag} id="${id}"${rest}><bpmn:extensionElements><formloom:assignment type="initiator"/>${end === '/>' ? `</bpmn:extensionElements></bpmn:${tag}>` : ''}`,
  )

eachDatabase('processes that call and write to each other', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  const variables = async (instance: string): Promise<Record<string, unknown>> =>
    Object.fromEntries((await test.state(instance)).variables.map(({ name, value }) => [name, value]))

  it('a called process runs inside, under its own version, and its tasks are seen', async () => {
    const definition = await test.process(story('call-activity.bpmn'))
    const instance = await test.start(definition, { by: ann, data: { amount: 60 } })
    const inside = (await test.state(instance)).scopes.find(scope => scope.kind === 'called')!
    expect(inside.definition).toBe(`${definition}#1`)
    const info = (await instanceInfo(reader(test.store.db), instance))!
    expect(info.explain.map(entry => entry.element)).toContain('c-look')
    const [task] = await test.rows<{ definition: string }>(
      "SELECT definition FROM tasks WHERE element = 'c-look' AND instance_id = ?",
      [instance],
    )
    expect(task!.definition).toBe(`${definition}#1`)

    await test.complete(instance, 'c-look', ann, { data: { secret: 1 } })
    await test.complete(instance, 'Signature', ann)

    expect((await test.state(instance)).instance.status).toBe('completed')
    const seen = await variables(instance)
    expect(seen).toMatchObject({ amount: 60, grade: 'high' })
    expect(seen).not.toHaveProperty('secret')
  })

  it('an error crosses the call', async () => {
    const definition = await test.process(story('call-activity.bpmn'))
    const instance = await test.start(definition, { by: ann, data: { amount: 1 } })
    const done = await test.complete(instance, 'c-look', ann, { data: { bad: true } })
    expect('trail' in done && done.trail.filter(entry => entry.type === 'completed').map(entry => entry.element)).toEqual([
      'c-look',
      'c-ok',
      'c-refused',
      'refused',
      'lost',
    ])
    expect((await test.state(instance)).instance.status).toBe('completed')
  })

  it('a published process of the app is called by its key', async () => {
    const called = await test.process(
      story('mappings.bpmn')
        .replace('id="mappings"', 'id="other"')
        .replace('<formloom:output name="answer" value="reply &amp; \'!\'"/>', ''),
    )
    const [row] = await test.rows<{ process_key: string }>(
      'SELECT p.process_key FROM processes p JOIN process_versions v ON v.process_id = p.id WHERE v.id = ?',
      [called],
    )
    const definition = await test.process(
      story('call-activity.bpmn').replace('calledElement="Signature"', `calledElement="${row!.process_key}"`),
    )
    const instance = await test.start(definition, { by: ann, data: { amount: 60, topic: 'tea' } })
    await test.complete(instance, 'c-look', ann)
    const inside = (await test.state(instance)).scopes.find(scope => scope.kind === 'called')!
    expect(inside.definition).toBe(called)
    await test.complete(instance, 'ask', ann, { data: { reply: 'yes' } })
    expect((await test.state(instance)).instance.status).toBe('completed')
    expect(await variables(instance)).toMatchObject({ total: 1, reply: 'yes' })
  })

  it('a call of nothing is refused at publish with its element', async () => {
    const broken = story('call-activity.bpmn').replace('calledElement="Signature"', 'calledElement="nobody"')
    await expect(test.process(broken)).rejects.toThrow(/CALLED_PROCESS_MISSING.*sign/)
  })

  it('pools of one file write to each other', async () => {
    const definition = await test.process(story('pools.bpmn').replace('type="initiator"', 'type="expression" expression="who"'))
    const instance = await test.start(definition, { by: ann, data: { what: 'tea', who: ann } })
    await test.worker.runDue()
    const [partner] = await test.rows<{ id: string; pool: number }>(
      'SELECT id, pool FROM instances WHERE definition = ? AND id <> ?',
      [definition, instance],
    )
    expect(partner).toMatchObject({ pool: 1 })
    expect((await test.state(partner!.id)).tasks.map(task => task.element)).toEqual(['price'])
    const task = (await test.state(partner!.id)).tasks[0]!
    await test.command(partner!.id, { type: 'complete', task: task.id, by: ann, data: { price: 5 } })
    await test.worker.runDue()

    expect((await test.state(partner!.id)).instance.status).toBe('completed')
    expect((await test.state(instance)).instance.status).toBe('completed')
    expect(await variables(instance)).toMatchObject({ price: 5 })
  })
})
