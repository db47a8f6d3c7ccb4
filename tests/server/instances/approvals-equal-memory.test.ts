import fc from 'fast-check'
import type { Signer } from '#core/process/approval/state'
import { aMatter, type Matter } from '../../support/approving.js'
import { inDatabase, settle } from '../../support/approving-in-database.js'
import { situations, toReview, toTheEnd } from '../../support/approval-matrix.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(180_000)

const PEOPLE = ['ini', 'p', 'd', 'a', 'b', 'c', 's', 'x', 'y', 'v', 'z', 'root', 'n1', 'n2', 'n3', 'n4']
const FREE = ['n1', 'n2', 'n3', 'n4', 'c']

/** What somebody does; who, to whom and where to is chosen among those who are there, by the numbers. */
const deed = fc.record({
  verb: fc.constantFrom(
    'approve',
    'approve',
    'approve',
    'refuse',
    'stash',
    'return',
    'transfer',
    'delegate',
    'add-before',
    'add-after',
    'add-parallel',
    'remove',
    'copy',
    'urge',
    'withdraw',
    'handOver',
    'takeBack',
  ),
  who: fc.nat(),
  whom: fc.nat(),
})
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never

async function doIt(matter: Matter, { verb, who, whom }: Deed): Promise<string> {
  const { tasks, signers } = matter.state!
  const open = tasks.map(task => task.assignee!).sort()
  const by = open[who % open.length]!
  const to = FREE[whom % FREE.length]!
  const done = matter.done.at(-1)
  const refused = await (verb === 'urge' || verb === 'withdraw'
    ? matter.send({ type: verb, by: 'ini' })
    : verb === 'handOver'
      ? matter.send({ type: verb, by: 'root', from: by, to })
      : verb === 'takeBack'
        ? done
          ? matter.takeBack(done.by, done.element)
          : undefined
        : !tasks.some(task => task.assignee === by && task.signer !== undefined)
          ? matter.complete(by, tasks.find(task => task.assignee === by)!.element)
          : matter.say(by, verb, {
              to,
              users: [to],
              signer: signers.find(each => each.addedBy === by)?.id ?? 'none',
              ...(verb === 'return' && whom % 2 === 0 ? { target: 'draft' } : {}),
            }))
  return refused?.code ?? 'done'
}

/** All that can be seen of an instance, without its ids. */
function seen(matter: Matter): unknown {
  const { instance, tasks, signers, approvals, tokens } = matter.state!
  const row = ({ user, status, place, round, weight, order, onBehalfOf, automatic, draft }: Signer) =>
    JSON.stringify({ user, status, place, round, weight, order, onBehalfOf, automatic, draft })
  return {
    status: instance.status,
    seq: instance.seq,
    tokens: tokens.map(token => `${token.node} ${token.waits}`).sort(),
    tasks: tasks.map(task => `${task.element} ${task.assignee} ${task.round}`).sort(),
    signers: signers.map(row).sort(),
    approvals: approvals.map(approval => `${approval.element} ${approval.round}`).sort(),
    completed: matter.completed,
  }
}

eachDatabase('whatever people do at approvals', database => {
  let engine: TestEngine
  const definitions: Record<string, string> = {}
  beforeAll(async () => {
    engine = await anEngine(database)
    await settle(engine, PEOPLE)
    for (const [name, { xml }] of Object.entries(situations)) definitions[name] = await engine.process(xml)
  })
  afterAll(() => engine.close())

  test('the database is after every step where memory is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(situations)),
        fc.array(deed, { minLength: 5, maxLength: 14 }),
        async (situation, deeds) => {
          const setting = situations[situation]!
          const memory = await aMatter(setting.xml)
          const stored = await inDatabase(engine, definitions[situation]!)
          for (const matter of [memory, stored]) await toReview(matter, setting)
          for (const each of deeds) {
            if (memory.state!.tasks.length === 0) break
            expect(await doIt(stored, each)).toBe(await doIt(memory, each))
            expect(seen(stored)).toEqual(seen(memory))
          }
        },
      ),
      { numRuns: 25, seed: 20_261_122 },
    )
  })
  test.each([
    ['approve', 'return'],
    ['approve', 'refuse'],
    ['add-parallel', 'approve'],
    ['transfer', 'add-before'],
    ['return', 'return'],
  ])('%s and %s at once: one after the other, and it still comes to its end', async (one, two) => {
    for (let times = 0; times < 4; times++) {
      const matter = await inDatabase(engine, definitions.all!)
      await toReview(matter, situations.all!)
      const say = (by: string, verb: string, to: string) =>
        engine.command(matter.state!.instance.id, {
          type: 'act',
          task: matter.task(by)!.id,
          verb: verb as 'approve',
          by,
          opinion: 'so',
          to,
          users: [to],
        })
      const answers = await Promise.all([say('a', one, 'n1'), say('b', two, 'n2')])
      const codes = answers.flatMap(answer => ('rejection' in answer ? [answer.rejection.code] : []))
      // the second may come too late for a round that the first has ended
      expect(codes.filter(code => code !== 'TASK_NOT_OPEN')).toEqual([])
      expect(codes.length).toBeLessThan(2)
      await matter.read()
      await toTheEnd(matter)
      expect(seen(matter)).toMatchObject({ status: 'completed', tokens: [], tasks: [], signers: [], approvals: [] })
    }
  })
})
