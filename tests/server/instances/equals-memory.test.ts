import { advance } from '#core/process/advance'
import type { Command } from '#core/process/command'
import type { Host } from '#core/process/host'
import { Rounds } from '#core/process/rounds'
import { readDefinition } from '#core/process/read-definition'
import type { State } from '#core/process/state'
import { evaluateInProcess } from '#core/rule/evaluate'
import { reader } from '../../../server/db/transaction.js'
import { resolvePeople } from '../../../server/instances/resolve-people.js'
import {
  chain,
  diagram,
  end,
  exclusive,
  flow,
  parallel,
  script,
  start,
  sub,
  timer,
  timerOn,
  user,
  waitForPaid,
} from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'

jest.setTimeout(60_000)

type Step = { complete: string; outcome?: string } | { after: number } | { message: string; key?: string }

/** Processes with a way through each of them; `ends` is how it ends. */
const cases: { name: string; xml: string; steps: Step[]; ends: string }[] = [
  {
    name: 'tasks one after the other',
    xml: diagram(start() + user('a') + user('b', { due: 'P1D' }) + end() + chain('start', 'a', 'b', 'end')),
    steps: [{ complete: 'a' }, { complete: 'b' }],
    ends: 'completed',
  },
  {
    name: 'a decision that goes back',
    xml: diagram(
      start() +
        script('count', '{"n": $exists(n) ? n + 1 : 1}') +
        user('a', { outcomes: [{ name: 'again' }, { name: 'done' }] }) +
        exclusive('x', 'x_end') +
        end() +
        chain('start', 'count', 'a', 'x') +
        flow('x', 'count', 'outcome = "again" and n < 3') +
        flow('x', 'end'),
    ),
    steps: [
      { complete: 'a', outcome: 'again' },
      { complete: 'a', outcome: 'again' },
      { complete: 'a', outcome: 'again' },
    ],
    ends: 'completed',
  },
  {
    name: 'parallel branches with a timer and a message',
    xml: diagram(
      start() +
        parallel('split') +
        user('a') +
        timer('wait', 'PT2H') +
        waitForPaid('paid') +
        parallel('join') +
        end() +
        chain('start', 'split', 'a', 'join', 'end') +
        chain('split', 'wait', 'join') +
        chain('split', 'paid', 'join'),
    ),
    steps: [{ complete: 'a' }, { message: 'paid', key: '7' }, { after: 2 * HOUR }],
    ends: 'completed',
  },
  {
    name: 'a sub-process that is interrupted by a timer',
    xml: diagram(
      start() +
        sub('inner', start('s2') + user('deep') + end('e2') + chain('s2', 'deep', 'e2')) +
        timerOn('late', 'inner', 'PT1H') +
        user('after') +
        end() +
        chain('start', 'inner', 'end') +
        chain('late', 'after') +
        flow('after', 'end'),
    ),
    steps: [{ after: HOUR }, { complete: 'after' }],
    ends: 'completed',
  },
]

eachDatabase('the durable engine does what the core does in memory', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  /** Rows of the two are alike but for revision and for the order of tables. */
  const essence = (state: State) => {
    const byId = <T extends object>(rows: T[]): T[] => [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    const { instance, ...tables } = state
    return {
      instance: { ...instance, rev: 0 },
      ...Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, byId(rows as object[])])),
    }
  }

  it.each(cases)('$name', async ({ xml, steps, ends }) => {
    const { processes } = await readDefinition(xml)
    const definition = await test.process(xml)
    const instance = await test.start(definition, { by: ann })
    const host: Host = {
      evaluate: evaluateInProcess,
      people: (assignment, context) => resolvePeople(reader(test.store.db), evaluateInProcess, assignment, context),
      zone: 'Asia/Shanghai',
      burst: 200,
    }
    const rounds = new Rounds()
    host.lastRound = rounds.lastRound
    let memory: State | undefined
    const same = async (command: Command): Promise<void> => {
      const advanced = await advance(processes[0]!, memory, command, host)
      if ('rejection' in advanced) throw new Error(JSON.stringify(advanced))
      memory = advanced.state
      rounds.take(advanced.delta)
      expect(essence(await test.state(instance))).toEqual(essence(memory))
    }
    // the time of a command is the engine's: it is read from the command log
    const said = async (): Promise<{ at: string; by: string }> => {
      const [row] = await test.rows<{ at: string; by_user: string }>(
        'SELECT at, by_user FROM command_log WHERE instance_id = ? ORDER BY rev DESC LIMIT 1',
        [instance],
      )
      return { at: row!.at, by: row!.by_user }
    }
    await same({ type: 'start', instance, definition, ...(await said()) })
    for (const step of steps) {
      const before = memory!
      if ('complete' in step) {
        const task = before.tasks.find(each => each.element === step.complete)!
        const given = step.outcome ? { outcome: step.outcome } : {}
        expect(await test.complete(instance, step.complete, ann, given)).not.toHaveProperty('rejection')
        await same({ type: 'complete', task: task.id, ...given, ...(await said()) })
      } else if ('after' in step) {
        const due = before.timers[0]!
        await test.after(step.after)
        await same({ type: 'fireTimer', timer: due.id, ...(await said()) })
      } else {
        const { message: name, key = '' } = step
        expect(await test.command(instance, { type: 'message', name, key, by: 'system' })).not.toHaveProperty('rejection')
        await same({ type: 'message', name, key, ...(await said()) })
      }
    }
    expect(memory!.instance.status).toBe(ends)
    expect(await test.rows('SELECT id FROM jobs WHERE instance_id = ?', [instance])).toEqual([])
  })
})
