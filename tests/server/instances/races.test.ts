import type { Task } from '#core/process/state'
import { runCommand, type Asked } from '../../../server/instances/run-command.js'
import { claimJobs } from '../../../server/jobs/claim-jobs.js'
import { chain, diagram, end, exclusive, flow, parallel, service, start, timerOn, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { failAt } from '../../support/fail-at.js'
import { aForm } from '../../support/forms.js'

jest.setTimeout(60_000)

eachDatabase('races', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  /** Nothing but the database is between it and the others. */
  const onAnotherServer = (instance: string, asked: Asked) => runCommand({ ...test.engine }, instance, asked)

  it('lets one of many completions of a task win', async () => {
    const definition = await test.process(diagram(start() + user('a') + user('b') + end() + chain('start', 'a', 'b', 'end')))
    const instance = await test.start(definition, { by: ann })
    const task = (await test.state(instance)).tasks[0]!.id
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => onAnotherServer(instance, { type: 'complete', task, by: ann })),
    )
    expect(outcomes.filter(each => !('rejection' in each))).toHaveLength(1)
    expect(outcomes.flatMap(each => ('rejection' in each ? each.rejection.code : []))).toEqual(Array(7).fill('TASK_NOT_OPEN'))
    expect((await test.state(instance)).tasks.map(each => each.element)).toEqual(['b'])
    expect(
      await test.rows("SELECT n FROM activity_log WHERE instance_id = ? AND element = 'a' AND type = 'completed'", [instance]),
    ).toHaveLength(1)
  })

  it('joins branches that are completed at the same time exactly once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const body = names.map(name => user(name) + chain('split', name, 'join')).join('')
    const definition = await test.process(
      diagram(
        start() +
          parallel('split') +
          body +
          parallel('join') +
          user('last') +
          end() +
          chain('start', 'split') +
          chain('join', 'last', 'end'),
      ),
    )
    const instance = await test.start(definition, { by: ann })
    const { tasks } = await test.state(instance)
    const outcomes = await Promise.all(tasks.map(({ id }) => onAnotherServer(instance, { type: 'complete', task: id, by: ann })))
    expect(outcomes.filter(each => 'rejection' in each)).toEqual([])
    expect((await test.state(instance)).tasks.map(each => each.element)).toEqual(['last'])
  })

  it('lets a completion or the timer win, never both', async () => {
    const xml = diagram(
      start() +
        user('a') +
        timerOn('late', 'a', 'PT1H') +
        user('normal') +
        user('escalated') +
        end() +
        chain('start', 'a', 'normal', 'end') +
        chain('late', 'escalated', 'end'),
    )
    const definition = await test.process(xml)
    for (let round = 0; round < 5; round++) {
      const instance = await test.start(definition, { by: ann })
      test.clock.advance(HOUR)
      const [{ id: task }] = (await test.state(instance)).tasks as [Task]
      const [completion] = await Promise.all([
        onAnotherServer(instance, { type: 'complete', task, by: ann }),
        test.worker.runDue(),
      ])
      const open = (await test.state(instance)).tasks.map(each => each.element)
      expect(open).toEqual(['rejection' in completion ? 'escalated' : 'normal'])
      expect(await test.rows('SELECT id FROM jobs WHERE instance_id = ?', [instance])).toEqual([])
    }
  })

  it('gives a job to one of several workers', async () => {
    const definition = await test.process(
      diagram(start() + user('a') + timerOn('late', 'a', 'PT1H') + end() + chain('start', 'a', 'end') + flow('late', 'end')),
    )
    await Promise.all(Array.from({ length: 10 }, () => test.start(definition, { by: ann })))
    const later = new Date(test.clock.now().getTime() + HOUR)
    const claims = (await Promise.all(Array.from({ length: 4 }, () => claimJobs(test.store.db, later, 20, 60_000)))).flat()
    expect(claims.length).toBe(10)
    expect(new Set(claims.map(job => job.id)).size).toBe(10)
  })

  it('throws away the work of a worker whose lease was lost', async () => {
    const definition = await test.process(
      diagram(
        start() +
          user('a') +
          timerOn('late', 'a', 'PT1H') +
          user('next') +
          end() +
          chain('start', 'a', 'end') +
          chain('late', 'next', 'end'),
      ),
    )
    const instance = await test.start(definition, { by: ann })
    test.clock.advance(HOUR)
    const [slow] = (await claimJobs(test.store.db, test.clock.now(), 50, 60_000)).filter(job => job.instance === instance)
    test.clock.advance(2 * 60_000)
    const { command } = await import('../../../server/instances/engine-jobs.js')
    await test.worker.runDue()
    await expect(command(test.engine, slow!, { type: 'fireTimer', timer: slow!.id, by: 'system' })).rejects.toThrow(slow!.id)
    expect((await test.state(instance)).tasks.map(each => each.element)).toEqual(['next'])
    expect(await test.rows("SELECT n FROM activity_log WHERE instance_id = ? AND element = 'late'", [instance])).toHaveLength(1)
  })

  it('leaves nothing half done when any write of a command fails', async () => {
    const form = await test.form(aForm('thing').text('name').text('state').build())
    const xml = diagram(
      start() +
        user('a', { due: 'P1D' }) +
        service('mark', { type: 'set-fields' }, { state: '"seen"' }) +
        parallel('split') +
        user('b') +
        timerOn('late', 'b', 'P1D') +
        user('c') +
        exclusive('x', 'x_end') +
        end() +
        chain('start', 'a', 'mark', 'split') +
        chain('split', 'b', 'x') +
        chain('split', 'c', 'x') +
        flow('x', 'end') +
        flow('late', 'end'),
    )
    const definition = await test.process(xml)
    const submitted = await test.submit({ form, raw: { name: 'x' } })
    if ('problems' in submitted) throw new Error('refused')
    const instance = await test.start(definition, { by: ann, record: { form, id: submitted.record.id } })
    const before = await everything(instance)
    let failures = 0
    for (let n = 1; ; n++) {
      const undo = failAt(test.store.db, n)
      const outcome = await test.complete(instance, 'a', ann).catch((error: Error) => error)
      undo()
      if (!(outcome instanceof Error)) break
      expect(outcome.message).toContain('pulled the plug')
      expect(await everything(instance)).toEqual(before)
      failures += 1
    }
    expect(failures).toBeGreaterThan(8)
    expect((await test.state(instance)).tasks.map(each => each.element).sort()).toEqual(['b', 'c'])
  })

  /** All rows that a command may touch. */
  async function everything(instance: string): Promise<unknown> {
    const tables = ['scopes', 'tokens', 'variables', 'tasks', 'activity_log', 'command_log', 'jobs', 'repairs']
    const rows = await Promise.all(tables.map(table => test.rows(`SELECT * FROM ${table} WHERE instance_id = ?`, [instance])))
    return [
      await test.rows('SELECT * FROM instances WHERE id = ?', [instance]),
      rows,
      await test.rows('SELECT * FROM notifications ORDER BY source'),
      await test.rows('SELECT * FROM record_log ORDER BY id'),
    ]
  }
})
