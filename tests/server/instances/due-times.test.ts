import { chain, diagram, end, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { aForm } from '../../support/forms.js'

jest.setTimeout(60_000)

const late = (text: string): string =>
  `<bpmn:boundaryEvent id="late" attachedToRef="b"><bpmn:timerEventDefinition><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${text}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>`

eachDatabase('due times', database => {
  let test: TestEngine
  let ann: string
  let form: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
    form = await test.form(aForm('visit').text('name').date('wanted').build())
    const who = { who: { type: 'user', users: 'ann' } }
    await test.process(
      diagram(
        start('start', { form: 'visit', on: 'created' }) +
          user('a', { ...who, due: 'wanted' }) +
          end() +
          chain('start', 'a', 'end'),
      ),
    )
    await test.process(
      diagram(
        start('start', { form: 'visit', on: 'created' }) +
          user('b', who) +
          late('wanted') +
          end() +
          end('over') +
          chain('start', 'b', 'end') +
          chain('late', 'over'),
      ),
    )
  })
  afterAll(() => test.close())

  const day = (days: number): string => new Date(test.clock.now().getTime() + days * 24 * HOUR).toISOString().slice(0, 10)
  /** Midnight in Shanghai. */
  const midnight = (date: string): string => new Date(`${date}T00:00:00+08:00`).toISOString()
  const save = async (raw: Record<string, unknown>, record?: string): Promise<string> => {
    const submitted = await test.submit({ form, raw, ...(record ? { record } : {}) })
    if ('problems' in submitted) throw new Error(JSON.stringify(submitted.problems))
    await test.worker.runDue()
    return submitted.record.id
  }
  const about = async (record: string) => {
    const tasks = await test.rows<{ id: string; instance_id: string; element: string; due_at: string | null }>(
      "SELECT t.id, t.instance_id, t.element, t.due_at FROM tasks t JOIN instances i ON i.id = t.instance_id WHERE i.record_id = ? AND t.status = 'open' ORDER BY t.element",
      [record],
    )
    const [a, b] = [tasks.find(task => task.element === 'a')!, tasks.find(task => task.element === 'b')]
    const jobs = await test.rows<{ kind: string; next_at: string }>(
      'SELECT kind, next_at FROM jobs WHERE instance_id IN (SELECT id FROM instances WHERE record_id = ?) ORDER BY kind',
      [record],
    )
    return { a, b, jobs: Object.fromEntries(jobs.map(job => [job.kind, job.next_at])) }
  }

  it('move with the record that they read, with their reminders', async () => {
    const [first, second] = [day(3), day(9)]
    const record = await save({ name: 'Acme', wanted: first })
    expect(await about(record)).toMatchObject({
      a: { due_at: midnight(first) },
      jobs: { 'task-due': midnight(first), timer: midnight(first) },
    })
    await save({ wanted: second }, record)
    expect(await about(record)).toMatchObject({
      a: { due_at: midnight(second) },
      jobs: { 'task-due': midnight(second), timer: midnight(second) },
    })
    await save({ wanted: null }, record)
    expect((await about(record)).a.due_at).toBeNull()
    expect((await about(record)).jobs).toEqual({ timer: midnight(second) })
  })

  it('fire at the new time and not at the old one', async () => {
    const record = await save({ name: 'Beta', wanted: day(2) })
    await save({ wanted: day(4) }, record)
    await test.after(3 * 24 * HOUR)
    expect((await about(record)).b).toBeDefined()
    await test.after(2 * 24 * HOUR)
    expect((await about(record)).b).toBeUndefined()
  })

  it('that a person set stay, over a reload', async () => {
    const record = await save({ name: 'Gamma', wanted: day(2) })
    const { a, b } = await about(record)
    const set = `${day(20)}T10:00:00.000Z`
    const timer = (await test.state(b!.instance_id)).timers[0]!.id
    await test.command(a.instance_id, { type: 'setDue', task: a.id, dueAt: set, by: ann })
    await test.command(b!.instance_id, { type: 'setDue', timer, dueAt: set, by: ann })
    expect(await about(record)).toMatchObject({ a: { due_at: set }, jobs: { 'task-due': set, timer: set } })
    await save({ wanted: day(5) }, record)
    expect(await about(record)).toMatchObject({ a: { due_at: set }, jobs: { 'task-due': set, timer: set } })
    await test.command(a.instance_id, { type: 'setDue', task: a.id, dueAt: null, by: ann })
    await save({ wanted: day(6) }, record)
    expect((await about(record)).a.due_at).toBeNull()
  })

  it('and conditions that read a record are looked at when it changes, by whoever', async () => {
    const soon =
      '<bpmn:boundaryEvent id="soon" attachedToRef="c"><bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">name = "urgent"</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:boundaryEvent>'
    const who = { who: { type: 'user', users: 'ann' } }
    const definition = await test.process(
      diagram(
        start('start', { form: 'visit', on: 'created' }) +
          user('c', who) +
          soon +
          user('d', who) +
          end() +
          chain('start', 'c', 'end') +
          chain('soon', 'd', 'end'),
      ),
    )
    const record = await save({ name: 'calm' })
    const open = async () =>
      (
        await test.rows<{ element: string }>(
          "SELECT t.element FROM tasks t JOIN instances i ON i.id = t.instance_id WHERE i.record_id = ? AND i.definition = ? AND t.status = 'open'",
          [record, definition],
        )
      ).map(task => task.element)
    await save({ name: 'still calm' }, record)
    expect(await open()).toEqual(['c'])
    await save({ name: 'urgent' }, record)
    expect(await open()).toEqual(['d'])
  })
})
