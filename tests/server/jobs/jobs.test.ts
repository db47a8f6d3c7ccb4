import { backOff } from '../../../server/jobs/back-off.js'
import { claimJobs, freeLeases } from '../../../server/jobs/claim-jobs.js'
import { chain, diagram, end, flow, script, start, timer, timerOn, user, waitForPaid } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'

jest.setTimeout(60_000)

test('back-off doubles, keeps below its bound, and is never less than half', () => {
  expect([1, 2, 3, 20].map(attempt => backOff(attempt, 1_000, 60_000, () => 1))).toEqual([1_000, 2_000, 4_000, 60_000])
  expect(backOff(3, 1_000, 60_000, () => 0)).toBe(2_000)
})

eachDatabase('jobs', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  it('reminds of a due task once, and not when it was done', async () => {
    const definition = await test.process(diagram(start() + user('a', { due: 'P1D' }) + end() + chain('start', 'a', 'end')))
    const [late, done] = [await test.start(definition, { by: ann }), await test.start(definition, { by: ann })]
    await test.complete(done, 'a', ann)
    await test.after(25 * HOUR)
    await test.after(25 * HOUR)
    const reminders = await test.rows<{ task_id: string }>("SELECT task_id FROM notifications WHERE code = 'TASK_DUE'")
    expect(reminders.map(row => row.task_id)).toEqual([`${late}.3`])
  })

  it('fires a timer once at its time, not before', async () => {
    const definition = await test.process(
      diagram(start() + timer('wait', 'PT2H') + user('a') + end() + chain('start', 'wait', 'a', 'end')),
    )
    const instance = await test.start(definition, { by: ann })
    await test.after(HOUR)
    expect((await test.state(instance)).tasks).toEqual([])
    await test.after(HOUR)
    await test.after(HOUR)
    expect((await test.state(instance)).tasks.map(task => task.element)).toEqual(['a'])
    expect(
      await test.rows("SELECT n FROM activity_log WHERE instance_id = ? AND element = 'wait' AND type = 'completed'", [instance]),
    ).toHaveLength(1)
  })

  it('does not wait for the lease of a process that was killed', async () => {
    const definition = await test.process(
      diagram(start() + timer('wait', 'PT2H') + user('a') + end() + chain('start', 'wait', 'a', 'end')),
    )
    const instance = await test.start(definition, { by: ann })
    test.clock.advance(3 * HOUR)
    // a process claims the job, and is killed
    expect(await claimJobs(test.store.db, test.clock.now(), 20, 60_000)).not.toEqual([])
    await test.after(0)
    expect((await test.state(instance)).tasks).toEqual([])
    // the next one starts
    await freeLeases(test.store.db, test.clock.now())
    await test.after(0)
    expect((await test.state(instance)).tasks.map(task => task.element)).toEqual(['a'])
  })

  it('makes up every firing of a cycle that was missed', async () => {
    const xml = diagram(
      start() +
        user('a') +
        timerOn('again', 'a', 'R3/PT1H', false).replaceAll('timeDuration', 'timeCycle') +
        user('nudge') +
        end() +
        chain('start', 'a', 'end') +
        chain('again', 'nudge') +
        flow('nudge', 'end'),
    )
    const instance = await test.start(await test.process(xml), { by: ann })
    await test.after(10 * HOUR)
    expect((await test.state(instance)).tasks.map(task => task.element).sort()).toEqual(['a', 'nudge', 'nudge', 'nudge'])
  })

  it('goes on after a long burst of automatic steps', async () => {
    const xml = diagram(
      start() +
        script('count', '{"n": $exists(n) ? n + 1 : 1}') +
        '<bpmn:exclusiveGateway id="x" default="x_a" />' +
        user('a') +
        end() +
        chain('start', 'count', 'x') +
        flow('x', 'count', 'n < 500') +
        chain('x', 'a', 'end'),
    )
    const instance = await test.start(await test.process(xml), { by: ann })
    expect((await test.state(instance)).tasks).toEqual([])
    await test.worker.runDue()
    const state = await test.state(instance)
    expect(state.tasks).toHaveLength(1)
    expect(state.variables).toContainEqual(expect.objectContaining({ name: 'n', value: 500 }))
  })

  it('keeps a message until somebody listens', async () => {
    const send =
      '<bpmn:intermediateThrowEvent id="pay"><bpmn:messageEventDefinition messageRef="msgPaid" /></bpmn:intermediateThrowEvent>'
    const sender = await test.process(diagram(start() + send + end() + chain('start', 'pay', 'end')))
    const receiver = await test.process(
      diagram(start() + waitForPaid('wait') + user('a') + end() + chain('start', 'wait', 'a', 'end')),
    )
    await test.start(sender, { by: ann, data: { sum: 5 } })
    await test.worker.runDue()
    const instance = await test.start(receiver, { by: ann })
    const second = await test.start(receiver, { by: ann })
    await test.after(31_000)
    await test.after(31_000)
    const state = await test.state(instance)
    expect(state.tasks).toHaveLength(1)
    expect(state.variables).toContainEqual(expect.objectContaining({ name: 'sum', value: 5 }))
    expect((await test.state(second)).tasks).toEqual([])
  })

  it('starts a process by its timer, again and again from the schedule', async () => {
    const cycle =
      '<bpmn:startEvent id="start"><bpmn:timerEventDefinition formloom:catchUp="all"><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>'
    const definition = await test.process(
      diagram(cycle + user('a', { who: { type: 'user', users: 'ann' } }) + end() + chain('start', 'a', 'end')),
    )
    await test.after(HOUR)
    await test.after(2 * HOUR)
    expect(await test.rows('SELECT id FROM instances WHERE definition = ?', [definition])).toHaveLength(3)
  })
})
