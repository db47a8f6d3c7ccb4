import { advance } from '#core/process/advance'
import type { Command } from '#core/process/command'
import type { Graph } from '#core/process/graph'
import { readDefinition } from '#core/process/read-definition'
import type { Calendar } from '#core/process/schedule'
import type { State } from '#core/process/state'
import { evaluateInProcess } from '#core/rule/evaluate'
import type { Json } from '#core/problem'
import { chain, diagram, end, flow, parallel, script, start, user } from '../../support/diagram.js'

/** Like the shell: asks, keeps what comes, at the time that the test says. The record is what it says, too. */
async function aRun(xml: string, record: Record<string, Json> = {}, calendar?: Calendar) {
  const { processes, problems } = await readDefinition(xml)
  if (!processes[0]) throw new Error(JSON.stringify(problems))
  const graph: Graph = processes[0]
  let state: State | undefined
  const host = {
    evaluate: evaluateInProcess,
    people: async () => ({ candidates: [] }),
    burst: 100,
    record,
    ...(calendar ? { calendar: async () => calendar } : {}),
  }
  const send = async (at: string, command: Record<string, unknown>) => {
    const result = await advance(graph, state, { by: 'ann', at, ...command } as Command, host)
    if ('rejection' in result) return result.rejection
    state = JSON.parse(JSON.stringify(result.state)) as State
    return state
  }
  await send('2026-03-02T09:00:00Z', { type: 'start', instance: 'i', definition: 'd' })
  return {
    send,
    recheck: (changed: Record<string, Json>) => {
      Object.assign(record, changed)
      return send('2026-03-02T11:00:00Z', { type: 'recheck' })
    },
    tasks: () => Object.fromEntries(state!.tasks.map(task => [task.element, task.dueAt])),
    timers: () => Object.fromEntries(state!.timers.map(timer => [timer.element, timer.dueAt])),
    task: (element: string) => state!.tasks.find(task => task.element === element)!.id,
    timer: (element: string) => state!.timers.find(timer => timer.element === element)!.id,
  }
}

const timerOn = (kind: string, text: string, interrupting = true): string =>
  `<bpmn:boundaryEvent id="late" attachedToRef="a" cancelActivity="${interrupting}"><bpmn:timerEventDefinition><bpmn:${kind}>${text}</bpmn:${kind}></bpmn:timerEventDefinition></bpmn:boundaryEvent>`
const oneTask = (due: string, beside = ''): string =>
  diagram(start() + user('a', { due }) + beside + end() + chain('start', 'a', 'end') + (beside ? chain('late', 'end') : ''))

describe('a due time that an expression gives', () => {
  it('moves with the record: a date, and a length from when the waiting began', async () => {
    const run = await aRun(oneTask('wanted', timerOn('timeDuration', '"PT" &amp; hours &amp; "H"')), {
      wanted: '2026-03-05',
      hours: 4,
    })
    expect([run.tasks(), run.timers()]).toEqual([{ a: '2026-03-05T00:00:00.000Z' }, { late: '2026-03-02T13:00:00.000Z' }])
    await run.recheck({ wanted: '2026-03-09T12:00:00Z', hours: 30 })
    expect([run.tasks(), run.timers()]).toEqual([{ a: '2026-03-09T12:00:00.000Z' }, { late: '2026-03-03T15:00:00.000Z' }])
  })

  it('moves with a variable, in the same step', async () => {
    const xml = diagram(
      start() +
        parallel('both') +
        user('a', { due: '&quot;P&quot; &amp; days &amp; &quot;D&quot;' }) +
        user('b') +
        script('later', '{"days": 5}') +
        end() +
        chain('start', 'both', 'a', 'end') +
        chain('both', 'b', 'later') +
        flow('later', 'end'),
    )
    const run = await aRun(xml, { days: 1 })
    expect(run.tasks().a).toBe('2026-03-03T09:00:00.000Z')
    await run.send('2026-03-02T10:00:00Z', { type: 'complete', task: run.task('b') })
    expect(run.tasks()).toEqual({ a: '2026-03-07T09:00:00.000Z' })
  })

  it('appears and goes, and stays where it cannot be computed', async () => {
    const run = await aRun(oneTask('wanted'))
    expect(run.tasks()).toEqual({ a: undefined })
    await run.recheck({ wanted: '2026-03-05' })
    expect(run.tasks()).toEqual({ a: '2026-03-05T00:00:00.000Z' })
    await run.recheck({ wanted: 'soon' })
    expect(run.tasks()).toEqual({ a: '2026-03-05T00:00:00.000Z' })
    await run.recheck({ wanted: null })
    expect(run.tasks()).toEqual({ a: undefined })
  })

  it('that only reads the clock stays, however often it is looked at', async () => {
    const run = await aRun(oneTask('$fromMillis($toMillis($now()) + 3600000)'))
    await run.recheck({ other: 1 })
    expect(run.tasks()).toEqual({ a: '2026-03-02T10:00:00.000Z' })
  })

  it('of a cycle keeps to its schedule', async () => {
    const run = await aRun(oneTask('P9D', timerOn('timeCycle', '"R/PT" &amp; hours &amp; "H"', false)), { hours: 4 })
    await run.recheck({ hours: 7 })
    expect(run.timers()).toEqual({ late: '2026-03-02T13:00:00.000Z' })
  })

  it('counts working time when it moves', async () => {
    const office: [string, string][] = [['09:00', '17:00']]
    const calendar: Calendar = { zone: 'UTC', week: [office, office, office, office, office, [], []], days: {} }
    const xml = diagram(
      start() + user('a', { due: '&quot;P&quot; &amp; days &amp; &quot;D&quot;' }) + end() + chain('start', 'a', 'end'),
      'formloom:calendar="office"',
    )
    const run = await aRun(xml, { days: 1 }, calendar)
    await run.recheck({ days: 5 })
    expect(run.tasks()).toEqual({ a: '2026-03-09T09:00:00.000Z' })
  })
})

describe('a due time that a person sets', () => {
  it('holds, also when the data change', async () => {
    const run = await aRun(oneTask('wanted', timerOn('timeDate', 'wanted')), { wanted: '2026-03-05' })
    await run.send('2026-03-02T10:00:00Z', { type: 'setDue', task: run.task('a'), dueAt: '2026-03-04T08:00:00+08:00' })
    await run.send('2026-03-02T10:00:00Z', { type: 'setDue', timer: run.timer('late'), dueAt: '2026-03-06T00:00:00Z' })
    await run.recheck({ wanted: '2026-03-20' })
    expect([run.tasks(), run.timers()]).toEqual([{ a: '2026-03-04T00:00:00.000Z' }, { late: '2026-03-06T00:00:00.000Z' }])
  })

  it('of a cycle moves one firing; the next keeps to the schedule', async () => {
    const run = await aRun(oneTask('P9D', timerOn('timeCycle', 'R/2026-03-02T10:00:00Z/P1D', false)))
    await run.send('2026-03-02T09:30:00Z', { type: 'setDue', timer: run.timer('late'), dueAt: '2026-03-02T22:00:00Z' })
    await run.send('2026-03-02T22:00:00Z', { type: 'fireTimer', timer: run.timer('late') })
    expect(run.timers()).toEqual({ late: '2026-03-03T10:00:00.000Z' })
  })

  it.each([
    [{ task: 'i.99', dueAt: null }, 'TASK_NOT_OPEN'],
    [{ timer: 'i.99', dueAt: '2026-03-06T00:00:00Z' }, 'NO_SUCH_TIMER'],
    [{ task: 'i.3', dueAt: 'soon' }, 'DUE_NOT_UNDERSTOOD'],
  ])('is refused: %j', async (asked, code) => {
    const run = await aRun(oneTask('P1D'))
    expect(await run.send('2026-03-02T10:00:00Z', { type: 'setDue', ...asked })).toMatchObject({ code })
  })
})
