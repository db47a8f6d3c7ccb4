import type { Advanced, Rejection } from '#core/process/command'
import type { State } from '#core/process/state'
import { runCommand, type Asked } from '../../../server/instances/run-command.js'
import { inTransaction } from '../../../server/db/transaction.js'
import { saveProcess } from '../../../server/processes/drafts.js'
import { publishProcess } from '../../../server/processes/publish-process.js'
import { assigned, expectSound } from '../../support/drive.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { aProcess, timerEvent } from '../../support/process.js'

jest.setTimeout(60_000)

const diagram = (last: string) =>
  assigned(
    aProcess('p')
      .start()
      .user('a')
      .user('b')
      .boundary('b', 'late', timerEvent('timeDuration', 'PT1H'), p => p.user('chase').end('late-end'))
      .user(last)
      .end()
      .xml(),
  )
const ROUNDS = 6

eachDatabase('races of what moves instances', database => {
  let test: TestEngine
  let ann: string
  let process: string
  let v1: string
  let v2: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
    v1 = await test.process(diagram('c'))
    process = (await test.rows<{ process_id: string }>('SELECT process_id FROM process_versions WHERE id = ?', [v1]))[0]!
      .process_id
    v2 = await another(diagram('check'))
  })
  afterAll(() => test.close())

  async function another(xml: string): Promise<string> {
    const at = test.clock.now().toISOString()
    const [{ revision }] = (await test.rows<{ revision: number }>('SELECT revision FROM processes WHERE id = ?', [process])) as [
      { revision: number },
    ]
    await inTransaction(test.store.db, tx => saveProcess(tx, process, Number(revision), { xml }))
    const published = await publishProcess(
      { db: test.store.db, evaluate: test.engine.evaluate, zone: test.engine.zone },
      process,
      Number(revision) + 1,
      'admin',
      at,
    )
    if (!published || !('definition' in published)) throw new Error(JSON.stringify(published))
    return published.definition
  }
  /** Nothing but the database is between it and the others. */
  const onAnotherServer = (instance: string, asked: Asked) => runCommand({ ...test.engine }, instance, asked)
  const atB = async (): Promise<{ instance: string; state: State }> => {
    const instance = await test.start(v1, { by: ann })
    await test.complete(instance, 'a', ann)
    return { instance, state: await test.state(instance) }
  }
  const code = (outcome: Advanced | Rejection): string => ('rejection' in outcome ? outcome.rejection.code : 'done')
  const stands = async (instance: string) => {
    const state = await test.state(instance)
    expectSound(state)
    return `${state.tokens.map(token => token.node).join(' ')} in ${state.instance.definition === v1 ? 'v1' : 'v2'}`
  }
  const logged = async (instance: string, type: string) =>
    (await test.rows('SELECT rev FROM command_log WHERE instance_id = ? AND type = ?', [instance, type])).length

  it('return × complete: one wins, the other is told', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { instance, state } = await atB()
      const [token, task] = [state.tokens[0]!.id, state.tasks[0]!.id]
      const [back, done] = await Promise.all([
        onAnotherServer(instance, { type: 'return', token, to: 'a', by: ann }),
        onAnotherServer(instance, { type: 'complete', task, by: ann }),
      ])
      // the completion moves the same token on, so a return that comes second goes back from there
      const both = code(back) === 'done' && code(done) === 'done'
      expect([code(back), code(done)]).toEqual(both ? ['done', 'done'] : ['done', 'TASK_NOT_OPEN'])
      expect(await stands(instance)).toBe('a in v1')
      expect(await logged(instance, 'return')).toBe(1)
    }
  })

  it('two returns of one task: one wins', async () => {
    const { instance, state } = await atB()
    const token = state.tokens[0]!.id
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() => onAnotherServer(instance, { type: 'return', token, to: 'a', by: ann })),
    )
    expect(outcomes.map(code).sort()).toEqual(['NO_SUCH_TOKEN', 'NO_SUCH_TOKEN', 'NO_SUCH_TOKEN', 'done'])
    expect(await stands(instance)).toBe('a in v1')
  })

  it('return × boundary timer: the instance stands in one place', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { instance, state } = await atB()
      const [token, timer] = [state.tokens[0]!.id, state.timers[0]!.id]
      test.clock.advance(2 * HOUR)
      const [back, fired] = await Promise.all([
        onAnotherServer(instance, { type: 'return', token, to: 'a', by: ann }),
        onAnotherServer(instance, { type: 'fireTimer', timer, by: 'system' }),
      ])
      expect(code(back)).toBe('done')
      expect(['done', 'NO_SUCH_TIMER']).toContain(code(fired))
      expect(await stands(instance)).toBe('a in v1')
      expect((await test.state(instance)).timers).toEqual([])
    }
  })

  it('migration × complete: both happen, in one order or the other', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { instance, state } = await atB()
      const [moved, done] = await Promise.all([
        onAnotherServer(instance, { type: 'migrate', to: v2, map: { c: 'check' }, by: ann }),
        onAnotherServer(instance, { type: 'complete', task: state.tasks[0]!.id, by: ann }),
      ])
      expect([code(moved), code(done)]).toEqual(['done', 'done'])
      expect(await stands(instance)).toBe('check in v2')
      const [task] = await test.rows<{ element: string; name: string }>(
        "SELECT element, name FROM tasks WHERE instance_id = ? AND status = 'open'",
        [instance],
      )
      expect(task).toEqual({ element: 'check', name: 'check' })
    }
  })

  it('migration that the completion makes impossible is refused and changes nothing', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { instance, state } = await atB()
      const [moved, done] = await Promise.all([
        onAnotherServer(instance, { type: 'migrate', to: v2, by: ann }),
        onAnotherServer(instance, { type: 'complete', task: state.tasks[0]!.id, by: ann }),
      ])
      expect(code(done)).toBe('done')
      expect(['done', 'MIGRATION_REFUSED']).toContain(code(moved))
      expect(await stands(instance)).toBe(code(moved) === 'done' ? 'check in v2' : 'c in v1')
    }
  })

  it('two migrations: one wins, the other is there already', async () => {
    const { instance } = await atB()
    const outcomes = await Promise.all([1, 2].map(() => onAnotherServer(instance, { type: 'migrate', to: v2, by: ann })))
    expect(outcomes.map(code).sort()).toEqual(['SAME_VERSION', 'done'])
    expect(await stands(instance)).toBe('b in v2')
  })

  it('modification × complete: nothing is lost or doubled', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { instance, state } = await atB()
      const [token, task] = [state.tokens[0]!.id, state.tasks[0]!.id]
      const [changed, done] = await Promise.all([
        onAnotherServer(instance, { type: 'modify', instructions: [{ do: 'move', from: { token }, to: 'a' }], by: ann }),
        onAnotherServer(instance, { type: 'complete', task, by: ann }),
      ])
      expect(code(changed)).toBe('done')
      expect(['done', 'TASK_NOT_OPEN']).toContain(code(done))
      expect(await stands(instance)).toBe('a in v1')
    }
  })
})
