import { publishProcess } from '../../../server/processes/publish-process.js'
import { createProcess } from '../../../server/processes/drafts.js'
import { inTransaction } from '../../../server/db/transaction.js'
import { claimJobs } from '../../../server/jobs/claim-jobs.js'
import type { Job } from '../../../server/jobs/jobs.js'
import { chain, diagram, end, flow, start, timer, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'

jest.setTimeout(60_000)

const DAY = 24 * HOUR
const timed = (kind: string, text: string, attributes = ''): string =>
  `<bpmn:timerEventDefinition ${attributes}><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${kind}></bpmn:timerEventDefinition>`
const startBy = (event: string): string =>
  diagram(
    `<bpmn:startEvent id="start">${event}</bpmn:startEvent>${user('a', { who: { type: 'user', users: 'ann' } })}${end()}${chain('start', 'a', 'end')}`,
  )
/** Task `a` with a reminder beside it that makes a task `nudge` at each firing. */
const remindedBy = (event: string, attributes = ''): string =>
  diagram(
    `${start()}${user('a')}<bpmn:boundaryEvent id="again" attachedToRef="a" cancelActivity="false">${event}</bpmn:boundaryEvent>${user('nudge')}${end()}${chain('start', 'a', 'end')}${chain('again', 'nudge')}${flow('nudge', 'end')}`,
    attributes,
  )

eachDatabase('timers', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())
  // 24 December 2026, a Thursday, 10:00 in Shanghai, and nothing to do
  beforeEach(async () => {
    test.clock.advance(Date.parse('2026-12-24T02:00:00Z') - test.clock.now().getTime())
    await inTransaction(test.store.db, tx => tx.run('DELETE FROM jobs'))
  })

  const started = async (definition: string): Promise<string[]> =>
    (
      await test.rows<{ at: string }>('SELECT started_at AS at FROM instances WHERE definition = ? ORDER BY started_at', [
        definition,
      ])
    ).map(row => row.at.slice(0, 16))
  const jobs = async (kind: string): Promise<string[]> =>
    (await test.rows<{ at: string }>('SELECT next_at AS at FROM jobs WHERE kind = ? ORDER BY next_at', [kind])).map(row =>
      row.at.slice(0, 16),
    )
  const tasks = async (instance: string): Promise<string[]> => (await test.state(instance)).tasks.map(task => task.element).sort()

  it.each([
    ['R/PT1H', '', 3],
    ['R/PT1H', 'formloom:catchUp="once"', 3],
    ['R/PT1H', 'formloom:catchUp="skip"', 2],
    ['R/PT1H', 'formloom:catchUp="all"', 7],
    ['R5/PT1H', '', 5],
  ])('a start by %s %s, in time twice, then stopped for five hours', async (cycle, policy, expected) => {
    const definition = await test.process(startBy(timed('timeCycle', cycle, policy)))
    await test.after(HOUR)
    await test.after(HOUR)
    await test.after(5 * HOUR + 20 * 60_000)
    expect(await started(definition)).toHaveLength(expected)
    expect(await jobs('start-timer')).toEqual(cycle === 'R5/PT1H' ? [] : ['2026-12-24T10:00'])
  })

  it('a start by cron fires at its hour, and once for a week without a server', async () => {
    const definition = await test.process(startBy(timed('timeCycle', '30 9 * * MON-FRI')))
    expect(await jobs('start-timer')).toEqual(['2026-12-25T01:30'])
    await test.after(DAY)
    expect(await started(definition)).toEqual(['2026-12-25T02:00'])
    expect(await jobs('start-timer')).toEqual(['2026-12-28T01:30'])
    await test.after(7 * DAY)
    expect(await started(definition)).toHaveLength(2)
    expect(await jobs('start-timer')).toEqual(['2027-01-04T01:30'])
  })

  it('a start by a cycle with an end stops there', async () => {
    const definition = await test.process(startBy(timed('timeCycle', 'R2/P1D/2026-12-26T09:00')))
    expect(await jobs('start-timer')).toEqual(['2026-12-25T01:00'])
    for (let day = 0; day < 4; day += 1) await test.after(DAY)
    expect(await started(definition)).toHaveLength(2)
    expect(await jobs('start-timer')).toEqual([])
  })

  it('a start on working days leaves out the holidays of its calendar', async () => {
    const definition = await test.process(startBy(timed('timeCycle', '0 9 * * *', 'formloom:calendar="cn"')))
    for (let day = 0; day < 5; day += 1) await test.after(DAY)
    // 26 and 27 December are a weekend
    expect(await started(definition)).toEqual(['2026-12-25T02:00', '2026-12-28T02:00', '2026-12-29T02:00'])
  })

  it('nobody starts twice: who lost his lease writes nothing', async () => {
    const definition = await test.process(startBy(timed('timeCycle', 'R/PT1H')))
    test.clock.advance(HOUR)
    // this one has it, and sleeps beyond its lease; another one does the work
    const [lost] = await claimJobs(test.store.db, test.clock.now(), 20, 60_000)
    expect(lost).toMatchObject({ kind: 'start-timer' })
    await test.after(2 * 60_000)
    expect(await started(definition)).toHaveLength(1)
    await (test.worker as unknown as { run(job: Job): Promise<void> }).run(lost!)
    expect(await started(definition)).toHaveLength(1)
    expect(await jobs('start-timer')).toEqual(['2026-12-24T04:00'])
  })

  it('only the published version is started', async () => {
    const at = () => test.clock.now().toISOString()
    const id = await inTransaction(test.store.db, tx =>
      createProcess(tx, 'app', { name: 'P', xml: startBy(timed('timeCycle', 'R/PT1H')) }, 'admin', at()),
    )
    const publish = async (): Promise<string> => {
      const published = await publishProcess(
        { db: test.store.db, evaluate: test.engine.evaluate, zone: test.engine.zone },
        id,
        1,
        'admin',
        at(),
      )
      if (!published || !('definition' in published)) throw new Error(JSON.stringify(published))
      return published.definition
    }
    const [first, second] = [await publish(), await publish()]
    await test.after(2 * HOUR)
    expect([await started(first), await started(second)].map(each => each.length)).toEqual([0, 1])
  })

  it.each([
    ['timeDate', '2026-12-01T09:00:00+08:00'],
    ['timeCycle', 'R3/2026-12-01T09:00:00+08:00/P1D'],
  ])('a start whose time has passed is not published: %s %s', async (kind, text) => {
    await expect(test.process(startBy(timed(kind, text)))).rejects.toThrow('TIMER_OVER')
  })

  it.each([
    ['R/PT1H', '', 1],
    ['R4/PT1H', '', 4],
    ['R/PT1H', 'formloom:catchUp="all"', 5],
    ['R/PT1H', 'formloom:catchUp="skip"', 0],
    ['R4/PT1H', 'formloom:catchUp="skip"', 0],
  ])('a reminder by %s %s after a stop of five hours', async (cycle, policy, expected) => {
    const instance = await test.start(await test.process(remindedBy(timed('timeCycle', cycle, policy))), { by: ann })
    await test.after(5 * HOUR + 20 * 60_000)
    expect((await tasks(instance)).filter(element => element === 'nudge')).toHaveLength(expected)
    expect((await test.state(instance)).timers.map(each => each.dueAt.slice(0, 16))).toEqual(
      cycle.startsWith('R4') ? [] : ['2026-12-24T08:00'],
    )
  })

  it('a reminder that is over reminds nobody, and stops nobody', async () => {
    const instance = await test.start(await test.process(remindedBy(timed('timeCycle', 'R3/2026-01-01/P1D'))), { by: ann })
    expect(await test.state(instance)).toMatchObject({ timers: [], repairs: [], tasks: [{ element: 'a' }] })
  })

  it('working time: hours of a timer, days of a due time, of the process or of the event', async () => {
    const xml = (attributes: string, on = '') =>
      diagram(
        `${start()}${user('a', { due: 'P2D' })}<bpmn:boundaryEvent id="late" attachedToRef="a">${timed('timeDuration', 'PT12H', on)}</bpmn:boundaryEvent>${end()}${chain('start', 'a', 'end')}${chain('late', 'end')}`,
        attributes,
      )
    const dates = async (attributes: string, on?: string): Promise<(string | undefined)[]> => {
      const {
        tasks: [task],
        timers,
      } = await test.state(await test.start(await test.process(xml(attributes, on)), { by: ann }))
      return [task!.dueAt, timers[0]!.dueAt].map(at => at?.slice(0, 13))
    }
    expect(await dates('')).toEqual(['2026-12-26T02', '2026-12-24T14'])
    // seven hours on Thursday, five on Friday; a weekend between
    expect(await dates('formloom:calendar="cn"')).toEqual(['2026-12-28T02', '2026-12-25T07'])
    expect(await dates('formloom:calendar="cn"', 'formloom:calendar="none"')).toEqual(['2026-12-28T02', '2026-12-24T14'])
    expect(await dates('', 'formloom:calendar="cn"')).toEqual(['2026-12-26T02', '2026-12-25T07'])
  })

  it('a calendar that does not exist is not published, one without next year is with a warning', async () => {
    const wait = (calendar: string) =>
      diagram(
        start() +
          timer('wait', 'PT8H').replace(
            '<bpmn:timerEventDefinition>',
            `<bpmn:timerEventDefinition formloom:calendar="${calendar}">`,
          ) +
          end() +
          chain('start', 'wait', 'end'),
      )
    await expect(test.process(wait('ch'))).rejects.toThrow('"didYouMean":"cn"')
    await test.process(wait('cn'))
    // its working time is read when the timer starts
    await inTransaction(test.store.db, tx =>
      tx.run("INSERT INTO calendar_days (calendar_key, day, title, hours) VALUES ('cn', '2026-12-24', '\"closed\"', 'off')"),
    )
    const instance = await test.start(await test.process(wait('cn')), { by: ann })
    expect((await test.state(instance)).timers[0]!.dueAt).toBe('2026-12-25T10:00:00.000Z')
  })
})
