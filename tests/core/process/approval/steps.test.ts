import { aMatter } from '../../../support/approving.js'
import { aProcess, type ApprovalOptions } from '../../../support/process.js'

const step = (options: ApprovalOptions) => aProcess('p').start().approval('review', options).end().xml()
const abc = ['a', 'b', 'c']

describe('an approval step', () => {
  test('all: each has a task; the last yes completes the step', async () => {
    const matter = await aMatter(step({ users: abc, mode: 'all' }))
    expect(matter.asked).toEqual({ review: abc })
    await matter.say('b', 'approve')
    await matter.say('a', 'approve')
    expect(matter.asked).toEqual({ review: ['c'] })
    await matter.say('c', 'approve')
    expect(matter.status).toBe('completed')
    expect(matter.completed).toEqual(['start', 'review', 'end'])
    expect(matter.variable('outcome')).toBe('approve')
    expect(matter.variable('opinion')).toBe('c says approve')
    expect(matter.state).toMatchObject({ tasks: [], approvals: [], signers: [] })
  })

  test('one no refuses; the others have nothing left to do', async () => {
    const matter = await aMatter(step({ users: abc, mode: 'all' }))
    await matter.say('b', 'refuse')
    expect(matter.variable('outcomes')).toEqual({ review: 'refuse' })
    expect(await matter.say('a', 'approve')).toMatchObject({ code: 'INSTANCE_ENDED' })
  })

  test('an inbox that only knows verbs of tasks can be used', async () => {
    const matter = await aMatter(step({ users: ['a'], mode: 'all' }))
    const { id, outcomes } = matter.task('a')!
    expect(outcomes).toEqual(['approve', 'refuse'])
    expect(await matter.send({ type: 'complete', task: id, by: 'a' })).toMatchObject({ code: 'OUTCOME_REQUIRED' })
    expect(await matter.send({ type: 'complete', task: id, by: 'b', outcome: 'approve' })).toMatchObject({ code: 'NOT_YOURS' })
    expect(await matter.send({ type: 'complete', task: id, by: 'a', outcome: 'refuse' })).toMatchObject({
      code: 'OPINION_REQUIRED',
    })
    await matter.send({ type: 'complete', task: id, by: 'a', outcome: 'approve', data: { seen: true } })
    expect(matter.status).toBe('completed')
    expect(matter.variable('seen')).toBe(true)
  })

  test('a chain of heads is asked one after the other', async () => {
    const heads = '<formloom:approver type="heads" of="initiator" level="2"/>'
    const house = { heads: { ini: ['h1', 'h2', 'h3'] } }
    const matter = await aMatter(step({ mode: 'sequential', inside: heads }), { house })
    expect(matter.asked).toEqual({ review: ['h1'] })
    await matter.say('h1', 'approve')
    expect(matter.asked).toEqual({ review: ['h2'] })
    await matter.say('h2', 'approve')
    expect(matter.status).toBe('completed')
  })

  test('whom an earlier approver has picked', async () => {
    const xml = aProcess('p')
      .start()
      .approval('first', { users: ['a'] })
      .approval('second', { inside: '<formloom:approver type="pick"/>' })
      .end()
      .xml()
    const matter = await aMatter(xml)
    await matter.say('a', 'approve', { picks: { second: ['x', 'y'] } })
    expect(matter.asked).toEqual({ second: ['x', 'y'] })
  })

  test('whom the initiator has picked at his own task', async () => {
    const xml = aProcess('p')
      .start()
      .user('apply', { who: '<formloom:assignment type="initiator"/>' })
      .approval('review', { inside: '<formloom:approver type="pick"/>' })
      .end()
      .xml()
    const matter = await aMatter(xml)
    await matter.send({ type: 'complete', by: 'ini', task: matter.task('ini')!.id, picks: { review: ['x'], later: ['y'] } })
    expect(matter.asked).toEqual({ review: ['x'] })
    expect(matter.variable('picks')).toEqual({ review: ['x'], later: ['y'] })
  })

  test('weights', async () => {
    const matter = await aMatter(step({ mode: 'weighted', approve: '60%', users: [['a', 3], ['b', 1], ['c', 1]] })) // prettier-ignore
    await matter.say('b', 'approve')
    expect(matter.status).toBe('running')
    await matter.say('a', 'approve')
    expect(matter.status).toBe('completed')
  })
})

describe('when nobody has to be asked', () => {
  const nobody = '<formloom:approver type="role" role="none"/>'

  test.each([
    ['pass', 'completed', 'approve'],
    ['refuse', 'completed', 'refuse'],
    ['repair', 'repair', undefined],
  ])('nobody is found: %s', async (empty, status, outcome) => {
    const matter = await aMatter(step({ empty, inside: nobody }))
    expect(matter.status).toBe(status)
    expect(matter.variable('outcome')).toBe(outcome)
    const automatic = outcome === undefined ? [] : [{ verb: outcome, automatic: 'empty' }]
    expect(matter.said().map(entry => entry.detail)).toEqual(automatic)
  })

  test('nobody is found: somebody else is asked', async () => {
    const matter = await aMatter(step({ empty: 'person', emptyUsers: 'x,y', inside: nobody }))
    expect(matter.asked).toEqual({ review: ['x', 'y'] })
    const house = { roles: { admin: ['root'] } }
    expect((await aMatter(step({ empty: 'administrator', inside: nobody }), { house })).asked).toEqual({ review: ['root'] })
  })

  test('who started it approves his own matter: skipped, or his head', async () => {
    const skipped = await aMatter(step({ users: ['ini'], self: 'skip' }))
    expect(skipped.status).toBe('completed')
    expect(skipped.said().map(entry => entry.detail)).toEqual([{ verb: 'approve', user: 'ini', automatic: 'self' }])
    const house = { heads: { ini: ['boss'] } }
    expect((await aMatter(step({ users: ['ini', 'a'], self: 'head' }), { house })).asked).toEqual({ review: ['boss', 'a'] })
  })

  const three = (repeat: string) =>
    aProcess('p')
      .start()
      .approval('one', { users: ['a'] })
      .approval('two', { users: ['b'] })
      .approval('three', { users: ['a'], repeat })
      .end()
      .xml()
  test.each([
    ['never', ['three']],
    ['consecutive', ['three']],
    ['anywhere', []],
  ])('who has approved before: %s', async (repeat, waiting) => {
    const matter = await aMatter(three(repeat))
    await matter.say('a', 'approve')
    await matter.say('b', 'approve')
    expect(Object.keys(matter.asked)).toEqual(waiting)
  })

  test('who has approved the step just before', async () => {
    const xml = aProcess('p')
      .start()
      .approval('one', { users: ['a', 'b'] })
      .approval('two', { users: ['a'], repeat: 'consecutive' })
      .end()
      .xml()
    const matter = await aMatter(xml)
    await matter.say('a', 'approve')
    await matter.say('b', 'approve')
    expect(matter.status).toBe('completed')
    expect(matter.said('approve').at(-1)!.detail).toMatchObject({ user: 'a', automatic: 'repeat' })
  })

  test('what was approved beside it is not before it', async () => {
    const xml = aProcess('p')
      .start()
      .split('parallel', 'fork', fork =>
        fork
          .also(branch => branch.approval('left', { users: ['a'] }))
          .also(branch => branch.user('wait').approval('right', { users: ['a'], repeat: 'anywhere' })),
      )
      .gateway('parallel', 'join')
      .end()
      .xml()
    const matter = await aMatter(xml)
    await matter.say('a', 'approve')
    await matter.send({ type: 'complete', task: matter.state!.tasks[0]!.id, by: 'x' })
    expect(matter.asked).toEqual({ right: ['a'] })
  })
})

describe('verbs that hand on', () => {
  test('a task follows the person: transferred, delegated and back, added before and after', async () => {
    const matter = await aMatter(step({ users: ['a', 'b'], mode: 'sequential' }))
    await matter.say('a', 'transfer', { to: 'x' })
    expect(matter.asked).toEqual({ review: ['x'] })
    await matter.say('x', 'delegate', { to: 'y' })
    expect(matter.asked).toEqual({ review: ['y'] })
    await matter.say('y', 'refuse')
    expect(matter.asked).toEqual({ review: ['x'] })
    await matter.say('x', 'add-before', { users: ['p', 'q'] })
    await matter.say('x', 'add-after', { users: ['r'] })
    expect(matter.asked).toEqual({ review: ['p', 'q'] })
    await matter.say('p', 'approve')
    await matter.say('q', 'approve')
    await matter.say('x', 'add-after', { users: ['r'] })
    await matter.say('x', 'approve')
    expect(matter.asked).toEqual({ review: ['r'] })
    await matter.say('r', 'approve')
    await matter.say('b', 'approve')
    expect(matter.status).toBe('completed')
  })

  test('out of the office: the stand-in is asked and votes for the other; the trail says so', async () => {
    const matter = await aMatter(step({ users: ['a', 'b'], mode: 'sequential' }), { house: { away: { a: 's' } } })
    expect(matter.state!.tasks[0]).toMatchObject({ assignee: 's', onBehalfOf: 'a' })
    await matter.say('s', 'approve')
    expect(matter.said().map(entry => [entry.by, entry.detail])).toEqual([
      ['ini', { verb: 'stand-in', user: 's', for: 'a' }],
      ['s', { verb: 'approve', for: 'a' }],
    ])
  })

  test('a leaver: votes, plain tasks, and his place among candidates', async () => {
    const xml = aProcess('p')
      .start()
      .split('parallel', 'fork', fork =>
        fork
          .also(branch => branch.approval('review', { users: ['l', 'b'], mode: 'sequential' }))
          .also(branch => branch.user('plain', { role: 'r' }))
          .also(branch => branch.approval('other', { users: ['b', 'l'], mode: 'sequential' })),
      )
      .gateway('parallel', 'join')
      .end()
      .xml()
    const matter = await aMatter(xml, { house: { roles: { r: ['l', 'k'] } } })
    expect(await matter.send({ type: 'handOver', by: 'admin', from: 'l', to: 'n' })).toBeUndefined()
    expect(matter.asked).toEqual({ review: ['n'], plain: [''], other: ['b'] })
    expect(matter.state!.tasks.find(task => task.element === 'plain')!.candidates.sort()).toEqual(['k', 'n'])
    await matter.say('b', 'approve')
    expect(matter.asked.other).toEqual(['n'])
    expect(await matter.send({ type: 'handOver', by: 'admin', from: 'l', to: 'n' })).toMatchObject({
      code: 'NOTHING_TO_HAND_OVER',
    })
  })
})

describe('due', () => {
  const overdue = (inside: string) => step({ users: abc, mode: 'sequential', due: 'P1D', inside })

  test('reminders before and after, then what is to be done', async () => {
    const matter = await aMatter(overdue('<formloom:overdue remind="-PT4H PT0S PT2H" action="approve" after="PT12H"/>'))
    await matter.after(19)
    expect(matter.effects).toEqual([])
    await matter.after(8)
    expect(matter.effects.map(effect => effect.kind === 'tell' && [effect.code, effect.to])).toEqual([
      ['TASK_DUE', ['a']],
      ['TASK_DUE', ['a']],
      ['TASK_DUE', ['a']],
    ])
    await matter.after(12)
    expect(matter.status).toBe('completed')
    expect(matter.said('approve').map(entry => entry.by)).toEqual(['system'])
    expect(matter.variable('outcome')).toBe('approve')
  })

  test.each([
    ['refuse', 'completed', {}],
    ['transfer', 'running', { review: ['boss'] }],
    ['escalate', 'running', { review: ['a'] }],
  ])('%s', async (action, status, asked) => {
    const to = '<formloom:to type="user" users="boss"/>'
    const matter = await aMatter(overdue(`<formloom:overdue action="${action}">${to}</formloom:overdue>`))
    await matter.after(24)
    expect(matter.status).toBe(status)
    expect(matter.asked).toEqual(asked)
    const told = matter.effects.flatMap(effect => (effect.kind === 'tell' ? [effect.code] : []))
    expect(told).toEqual(action === 'escalate' ? ['TASK_ESCALATED'] : [])
  })

  test('decided in time, nothing is due any more', async () => {
    const matter = await aMatter(step({ users: ['a'], due: 'P1D', inside: '<formloom:overdue remind="PT0S" action="refuse"/>' }))
    await matter.say('a', 'approve')
    expect(matter.state!.timers).toEqual([])
  })
})

describe('the initiator', () => {
  test('urges whom he waits for, not too often', async () => {
    const matter = await aMatter(step({ users: abc }))
    await matter.say('a', 'approve')
    expect(await matter.send({ type: 'urge', by: 'ini' })).toBeUndefined()
    expect(matter.effects.map(effect => effect.kind === 'tell' && effect.to)).toEqual([['b'], ['c']])
    expect(await matter.send({ type: 'urge', by: 'ini' })).toMatchObject({ code: 'URGED_ALREADY' })
    await matter.after(1)
    expect(await matter.send({ type: 'urge', by: 'ini' })).toBeUndefined()
  })

  test('copies go to whom they name', async () => {
    const matter = await aMatter(step({ users: ['a'] }))
    expect(await matter.say('a', 'copy', { users: ['x', 'y', 'x'] })).toBeUndefined()
    expect(matter.effects).toMatchObject([{ kind: 'copy', to: ['x', 'y'], note: 'a says copy' }])
    expect(await matter.say('a', 'copy', { users: [] })).toMatchObject({ code: 'REQUIRED' })
  })

  test('ended by an approver whom the step trusts with it; reactivated by an administrator', async () => {
    const end = '<formloom:verb name="end" on="true"/>'
    const xml = aProcess('p')
      .start()
      .approval('first', { users: ['a'] })
      .approval('review', { users: ['b'], inside: end })
      .end()
      .xml()
    const matter = await aMatter(xml)
    expect(await matter.say('a', 'end')).toMatchObject({ code: 'VERB_OFF' })
    await matter.say('a', 'approve')
    await matter.say('b', 'end')
    expect(matter.status).toBe('terminated')
    expect(matter.state!.tokens).toEqual([])
    const again = { type: 'reactivate' as const, by: 'root', element: 'review' }
    expect(await matter.send(again)).toMatchObject({ code: 'ADMIN_ONLY' })
    expect(await matter.send({ ...again, admin: true, element: 'start' })).toMatchObject({ code: 'NO_SUCH_STEP' })
    expect(await matter.send({ ...again, admin: true })).toBeUndefined()
    expect(matter.asked).toEqual({ review: ['b'] })
    expect(matter.state!.tasks[0]!.round).toBe(2)
    expect(await matter.send({ ...again, admin: true })).toMatchObject({ code: 'INSTANCE_RUNNING' })
    await matter.say('b', 'approve')
    expect(matter.status).toBe('completed')
  })
})
