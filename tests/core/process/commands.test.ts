import { bpmn, flow, aProcess, timerEvent } from '../../support/process.js'
import { anInstance, graphOf, aHost, Instance, MONDAY } from '../../support/play.js'

const S = '<bpmn:startEvent id="s"/>'
const E = '<bpmn:endEvent id="e"/>'
const webhook = '<formloom:action type="webhook" url="https://example.com/{{ name }}" result="answer"/>'
const approval = () =>
  aProcess('p')
    .start()
    .user('approve', { outcomes: [{ name: 'approve' }, { name: 'refuse', opinion: true }] })
    .end()
    .xml()
const calling = () =>
  aProcess('p')
    .start()
    .service('call', webhook)
    .boundary('call', 'failed', '<bpmn:errorEventDefinition/>', b => b.end('sorry'))
    .boundary('call', 'slow', timerEvent('timeDuration', 'PT1H'), b => b.end('late'))
    .end()
    .xml()

describe('commands that are refused change nothing and say why', () => {
  it.each([
    ['a task that is not open', { type: 'complete', task: 'no' }, 'TASK_NOT_OPEN'],
    ['no outcome', { type: 'complete', task: 'T' }, 'OUTCOME_REQUIRED'],
    ['an outcome that is not offered', { type: 'complete', task: 'T', outcome: 'shout' }, 'OUTCOME_UNKNOWN'],
    ['a refusal without opinion', { type: 'complete', task: 'T', outcome: 'refuse', opinion: '  ' }, 'OPINION_REQUIRED'],
    ["somebody else's task", { type: 'complete', task: 'T', outcome: 'approve', by: 'eve' }, 'NOT_YOURS'],
    ['claiming what is not offered', { type: 'claim', task: 'T', by: 'eve' }, 'NOT_YOURS'],
    ['an unknown timer', { type: 'fireTimer', timer: 'no' }, 'NO_SUCH_TIMER'],
    ['a message that nobody awaits', { type: 'message', name: 'm', key: '' }, 'MESSAGE_NOT_AWAITED'],
    ['a job that is not awaited', { type: 'jobDone', token: 'no' }, 'JOB_NOT_AWAITED'],
    ['an unknown repair', { type: 'resolveRepair', repair: 'no', how: 'retry' }, 'REPAIR_NOT_OPEN'],
    ['a second start', { type: 'start', instance: 'i', definition: 'd' }, 'ALREADY_STARTED'],
  ] as const)('%s', async (_what, command, code) => {
    const xml = approval().replace('<formloom:outcomes>', '<formloom:assignment type="role" role="r"/><formloom:outcomes>')
    const instance = await anInstance(xml, {}, { people: async () => ({ candidates: ['bob', 'carol'] }) })
    const before = JSON.stringify(instance.state)
    const named = 'task' in command && command.task === 'T' ? { ...command, task: instance.task('approve') } : command
    expect(await instance.send(named as never)).toEqual({ rejection: expect.objectContaining({ code }) })
    expect(JSON.stringify(instance.state)).toBe(before)
  })

  it('an ended instance', async () => {
    const instance = await anInstance(aProcess('p').start().end().xml())
    expect(instance.state!.instance.status).toBe('completed')
    expect(await instance.send({ type: 'continue' })).toEqual({ rejection: expect.objectContaining({ code: 'INSTANCE_ENDED' }) })
  })

  it('a timer before its time', async () => {
    const instance = await anInstance(aProcess('p').start().timer('wait', 'PT1H').end().xml())
    const timer = instance.state!.timers[0]!
    expect(timer.dueAt).toBe('2026-01-05T02:00:00.000Z')
    expect(await instance.send({ type: 'fireTimer', timer: timer.id })).toEqual({
      rejection: expect.objectContaining({ code: 'TIMER_NOT_DUE' }),
    })
    await instance.send({ type: 'fireTimer', timer: timer.id, at: timer.dueAt })
    expect(instance.state!.instance.status).toBe('completed')
  })

  it('a start that does not say where, with two possible starts', async () => {
    const xml = bpmn(S + '<bpmn:startEvent id="s2"/>' + E + flow('f1', 's', 'e') + flow('f2', 's2', 'e'))
    const instance = new Instance(await graphOf(xml), aHost())
    const start = { type: 'start', instance: 'i', definition: 'd' } as const
    expect(await instance.send(start)).toEqual({ rejection: expect.objectContaining({ code: 'NO_SUCH_START' }) })
    await instance.send({ ...start, startEvent: 's2' })
    expect(instance.completed).toEqual(['s2', 'e'])
  })
})

describe('tasks', () => {
  it('are claimed by one and then belong to him', async () => {
    const xml = aProcess('p').start().user('work', { role: 'r', due: 'P2D' }).end().xml()
    const instance = await anInstance(
      xml,
      {},
      { people: async () => ({ candidates: ['bob', 'carol'], why: { role: 'r' } }), zone: 'Asia/Shanghai' },
    )
    const task = instance.task('work')
    expect(instance.state!.tasks[0]).toMatchObject({
      candidates: ['bob', 'carol'],
      why: { role: 'r' },
      round: 1,
      outcomes: ['complete'],
      dueAt: '2026-01-07T01:00:00.000Z',
    })
    await instance.send({ type: 'claim', task, by: 'bob' })
    expect(await instance.send({ type: 'claim', task, by: 'carol' })).toEqual({
      rejection: expect.objectContaining({ code: 'TASK_TAKEN' }),
    })
    expect(await instance.send({ type: 'complete', task, by: 'carol' })).toEqual({
      rejection: expect.objectContaining({ code: 'NOT_YOURS' }),
    })
    await instance.send({ type: 'complete', task, by: 'bob' })
    expect(instance.state!.instance.status).toBe('completed')
    expect(instance.last!.delta.tasks.update).toEqual([
      expect.objectContaining({ id: task, status: 'completed', completedBy: 'bob' }),
    ])
  })

  it('count their rounds', async () => {
    const xml = bpmn(
      S +
        '<bpmn:userTask id="t"/>' +
        flow('f1', 's', 't') +
        flow('f2', 't', 't', 'again') +
        E +
        flow('f3', 't', 'e', '$not(again)'),
    )
    const instance = await anInstance(xml)
    await instance.send({ type: 'complete', task: instance.task('t'), data: { again: true } })
    expect(instance.state!.tasks[0]!.round).toBe(2)
    await instance.send({ type: 'complete', task: instance.task('t'), data: { again: false } })
    expect(instance.state!.instance.status).toBe('completed')
  })

  it('become a repair when nobody can be found, and open after a retry', async () => {
    let found = false
    const people = async () => (found ? { candidates: ['bob'] } : { problem: { code: 'NOBODY_FOUND' } })
    const instance = await anInstance(aProcess('p').start().user('work', { role: 'r' }).end().xml(), {}, { people })
    const [repair] = instance.state!.repairs
    expect(repair).toMatchObject({ element: 'work', problem: { code: 'NOBODY_FOUND', at: 'work' } })
    found = true
    await instance.send({ type: 'resolveRepair', repair: repair!.id, how: 'retry' })
    expect(instance.state).toMatchObject({ repairs: [], tasks: [{ element: 'work', candidates: ['bob'] }] })
  })
})

describe('jobs', () => {
  it('wait for their answer', async () => {
    const instance = await anInstance(calling(), { name: 'a/b' })
    const [effect] = instance.last!.effects
    expect(effect).toMatchObject({ kind: 'webhook', url: 'https://example.com/a%2Fb', method: 'POST', body: { name: 'a/b' } })
    await instance.send({ type: 'jobDone', token: instance.state!.tokens[0]!.id, result: { ok: true } })
    expect(instance.state!.instance.status).toBe('completed')
    expect(instance.state!.variables).toContainEqual(expect.objectContaining({ name: 'answer', value: { ok: true } }))
    expect(instance.state!.timers).toEqual([])
  })

  it('fail into the error boundary event with a code, into a repair without', async () => {
    const failure = { type: 'jobFailed', problem: { code: 'WEBHOOK_FAILED' }, attempts: 5 } as const
    const caught = await anInstance(calling(), { name: 'x' })
    await caught.send({ ...failure, token: caught.state!.tokens[0]!.id, errorCode: '409' })
    expect(caught.completed).toEqual(['failed', 'sorry'])

    const stopped = await anInstance(calling(), { name: 'x' })
    await stopped.send({ ...failure, token: stopped.state!.tokens[0]!.id })
    expect(stopped.state!.repairs).toEqual([expect.objectContaining({ element: 'call', attempts: 5, stage: 'enter' })])
    expect(stopped.state!.timers).toHaveLength(1)
    await stopped.send({ type: 'resolveRepair', repair: stopped.state!.repairs[0]!.id, how: 'retry' })
    expect(stopped.last!.effects).toHaveLength(1)
    expect(stopped.state!.timers).toHaveLength(1)
    await stopped.send({ type: 'jobDone', token: stopped.state!.tokens[0]!.id })
    expect(stopped.completed).toEqual(['call', 'end'])
  })
})

it('cancelling ends everything and says what was cancelled', async () => {
  const instance = await anInstance(calling(), { name: 'x' })
  await instance.send({ type: 'cancel', by: 'alice' })
  expect(instance.state).toMatchObject({ instance: { status: 'cancelled', endedAt: MONDAY }, tokens: [], timers: [], tasks: [] })
  expect(instance.last!.trail).toEqual([expect.objectContaining({ type: 'cancelled', element: 'call' })])
})

it('a given state is never changed', async () => {
  const instance = await anInstance(approval())
  const frozen = deepFreeze(instance.state!)
  instance.state = frozen
  await instance.send({ type: 'complete', task: instance.task('approve'), outcome: 'approve' })
  expect(instance.state!.instance.status).toBe('completed')
})

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}
