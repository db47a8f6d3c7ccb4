import type { Advanced, Rejection } from '#core/process/command'
import type { State } from '#core/process/state'
import { inTransaction } from '../../../server/db/transaction.js'
import { runCommand, type Asked, type Companion } from '../../../server/instances/run-command.js'
import { saveProcess } from '../../../server/processes/drafts.js'
import { publishProcess } from '../../../server/processes/publish-process.js'
import { assigned } from '../../support/drive.js'
import { chain, diagram, end, flow, parallel, start, timerOn, user, waitForPaid } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { expectSoundRows } from '../../support/sound-rows.js'

jest.setTimeout(60_000)

const late = (host: string): string => timerOn('late', host, 'PT1H') + user('chase') + chain('late', 'chase', 'end')
const line = assigned(
  diagram(start() + user('a') + user('b') + user('c') + end() + late('b') + chain('start', 'a', 'b', 'c', 'end')),
)
const joins = (count: number): string => {
  const names = ['a', 'b', 'c'].slice(0, count)
  const branches = names.map(name => user(name) + chain('split', name, 'join')).join('')
  return diagram(start() + parallel('split') + branches + parallel('join') + user('last') + end() + chain('start', 'split') + chain('join', 'last', 'end')) // prettier-ignore
}
const paid = diagram(start() + waitForPaid('wait') + user('got') + end() + chain('start', 'wait', 'got', 'end'))
const messageOrTime = diagram(
  start() +
    user('b') +
    late('b') +
    waitForPaid('x')
      .replace('<bpmn:intermediateCatchEvent', '<bpmn:boundaryEvent attachedToRef="b"')
      .replace('</bpmn:intermediateCatchEvent', '</bpmn:boundaryEvent') + // prettier-ignore
    user('got') +
    end() +
    chain('start', 'b', 'end') +
    flow('x', 'got') +
    flow('got', 'end'),
)

type Pair = [Asked, Asked]
const task = (state: State, element: string): string => state.tasks.find(each => each.element === element)!.id
const complete = (state: State, element: string): Asked => ({ type: 'complete', task: task(state, element), by: 'ann' })
const fire = (state: State): Asked => ({ type: 'fireTimer', timer: state.timers[0]!.id, by: 'system' })
const pay: Asked = { type: 'message', name: 'paid', key: '', by: 'system' }

/** Two commands that meet; `at`: tasks completed before. */
const races: { name: string; xml: string; at?: string[]; late?: true; pair: (state: State, newer: string) => Pair }[] = [
  { name: 'two completions of one task', xml: line, pair: state => [complete(state, 'a'), complete(state, 'a')] },
  { name: 'completion × timer', xml: line, at: ['a'], late: true, pair: state => [complete(state, 'b'), fire(state)] },
  { name: 'join × join, the last two', xml: joins(2), pair: state => [complete(state, 'a'), complete(state, 'b')] },
  { name: 'join × join, not the last', xml: joins(3), pair: state => [complete(state, 'a'), complete(state, 'b')] },
  { name: 'message × boundary timer', xml: messageOrTime, late: true, pair: state => [pay, fire(state)] },
  { name: 'message × completion', xml: messageOrTime, pair: state => [pay, complete(state, 'b')] },
  { name: 'two messages for one listener', xml: paid, pair: () => [pay, pay] },
  { name: 'cancel × complete', xml: line, pair: state => [{ type: 'cancel', by: 'admin' }, complete(state, 'a')] },
  { name: 'cancel × timer', xml: line, at: ['a'], late: true, pair: state => [{ type: 'cancel', by: 'admin' }, fire(state)] },
  { name: 'migration × complete', xml: line, at: ['a'], pair: (state, to) => [{ type: 'migrate', to, map: { c: 'check' }, by: 'admin' }, complete(state, 'b')] }, // prettier-ignore
  { name: 'migration × timer', xml: line, at: ['a'], late: true, pair: (state, to) => [{ type: 'migrate', to, map: { c: 'check' }, by: 'admin' }, fire(state)] }, // prettier-ignore
  { name: 'return × complete', xml: line, at: ['a'], pair: state => [{ type: 'return', token: state.tokens[0]!.id, to: 'a', by: 'ann' }, complete(state, 'b')] }, // prettier-ignore
  { name: 'return × timer', xml: line, at: ['a'], late: true, pair: state => [{ type: 'return', token: state.tokens[0]!.id, to: 'a', by: 'ann' }, fire(state)] }, // prettier-ignore
]

const gate = () => {
  let open = (): void => undefined
  const closed = new Promise<void>(done => (open = done))
  return { closed, open: () => open() }
}

/** Each way in which two servers may meet. The outcome must be that of one of the two orders, never anything between. */
type Meeting = (a: Run, b: Run) => Promise<[Outcome, Outcome]>
type Run = (companion?: Companion) => Promise<Outcome>
type Outcome = Advanced | Rejection

/** One has read and decided; the other does everything; then the first one writes. */
const overtakes = async (slow: Run, fast: Run): Promise<[Outcome, Outcome]> => {
  const [read, go] = [gate(), gate()]
  const plan = async (): Promise<void> => {
    read.open()
    await go.closed
  }
  const waiting = slow({ plan })
  await read.closed
  const done = await fast()
  go.open()
  return [await waiting, done]
}
/** One has written and not committed; the other comes then. */
const holds = async (first: Run, second: Run): Promise<[Outcome, Outcome]> => {
  const [written, go] = [gate(), gate()]
  const write = async (): Promise<void> => {
    written.open()
    await go.closed
  }
  const holding = first({ write })
  await written.closed
  const coming = second()
  // long enough for it to read what is committed, and to want the row
  setTimeout(go.open, 30)
  return Promise.all([holding, coming])
}
const swapped =
  (meet: Meeting): Meeting =>
  async (a, b) => {
    const [second, first] = await meet(b, a)
    return [first, second]
  }
const inOrder: Meeting = async (a, b) => [await a(), await b()]
const meetings: Record<string, Meeting> = {
  'the second overtakes the first': overtakes,
  'the first overtakes the second': swapped(overtakes),
  'the second comes while the first writes': holds,
  'the first comes while the second writes': swapped(holds),
  'both at once': (a, b) => Promise.all([a(), b()]),
}

eachDatabase('two servers and one instance', database => {
  let test: TestEngine
  const newer = new Map<string, string>()
  const published = new Map<string, string>()
  beforeAll(async () => {
    test = await anEngine(database)
    await test.store.db.query(
      "INSERT INTO users (id, account, account_key, name, password, language, disabled, created_at) VALUES ('ann', 'ann', 'ann', 'ann', '-', 'en', 0, '2026-01-01T00:00:00.000Z')",
    )
    for (const { xml } of races) if (!published.has(xml)) published.set(xml, await test.process(xml))
    newer.set(line, await another(published.get(line)!, line.replace(/\bid="c" name="c"/, 'id="check" name="check"').replace('targetRef="c"', 'targetRef="check"').replace('sourceRef="c"', 'sourceRef="check"'))) // prettier-ignore
  })
  afterAll(() => test.close())

  async function another(version: string, xml: string): Promise<string> {
    const [{ process_id: process }] = (await test.rows('SELECT process_id FROM process_versions WHERE id = ?', [version])) as [{ process_id: string }] // prettier-ignore
    const [{ revision }] = (await test.rows('SELECT revision FROM processes WHERE id = ?', [process])) as [{ revision: number }]
    await inTransaction(test.store.db, tx => saveProcess(tx, process, Number(revision), { xml }))
    const deps = { db: test.store.db, evaluate: test.engine.evaluate, zone: test.engine.zone }
    const done = await publishProcess(deps, process, Number(revision) + 1, 'admin', test.clock.now().toISOString())
    if (!done || !('definition' in done)) throw new Error(JSON.stringify(done))
    return done.definition
  }

  /** Everything that is left of a meeting, without the ids of instances and without times. */
  async function meet(race: (typeof races)[number], meeting: Meeting): Promise<unknown> {
    const instance = await test.start(published.get(race.xml)!, { by: 'ann' })
    for (const element of race.at ?? []) await test.complete(instance, element, 'ann')
    if (race.late) test.clock.advance(2 * HOUR)
    const state = await test.state(instance)
    const [a, b] = race.pair(state, newer.get(race.xml) ?? '')
    // nothing but the database is between the two
    const on =
      (asked: Asked): Run =>
      companion =>
        runCommand({ ...test.engine }, instance, asked, companion)
    const outcomes = await meeting(on(a), on(b))
    await test.worker.runDue()
    await expectSoundRows(test, instance)
    const after = await test.state(instance)
    const log = await test.rows('SELECT element, type, COUNT(*) AS n FROM activity_log WHERE instance_id = ? GROUP BY element, type ORDER BY element, type', [instance]) // prettier-ignore
    const commands = await test.rows('SELECT type FROM command_log WHERE instance_id = ? ORDER BY rev', [instance])
    const codes = outcomes.map(each => ('rejection' in each ? each.rejection.code : 'done'))
    const essence = {
      tokens: after.tokens.map(token => `${token.node} ${token.waits}`).sort(),
      tasks: after.tasks.map(each => each.element).sort(),
      status: `${after.instance.status} ${after.instance.definition}`,
      waits: after.timers.length + after.subscriptions.length,
    }
    return { codes, ...essence, log, commands }
  }

  describe.each(races)('$name', race => {
    let orders: unknown[]
    beforeAll(async () => {
      orders = [await meet(race, inOrder), await meet(race, swapped(inOrder))]
    })

    it('gives the second a clean answer, in either order', () => {
      const codes = (orders as { codes: string[] }[]).flatMap(each => each.codes)
      expect(codes.filter(code => code === 'done').length).toBeGreaterThanOrEqual(2)
      expect(codes).not.toContain('BUSY')
    })

    it.each(Object.entries(meetings))('comes out as one of the two orders: %s', async (_, meeting) => {
      expect(orders).toContainEqual(await meet(race, meeting))
    })
  })
})
