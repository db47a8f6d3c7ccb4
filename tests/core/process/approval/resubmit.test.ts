import { aMatter, type Matter } from '../../../support/approving.js'
import { aProcess, type ApprovalOptions } from '../../../support/process.js'

/** apply (the initiator) → one (a, b) → two (c, d) → three (e). */
const process = (options: ApprovalOptions = {}, two: ApprovalOptions = {}) =>
  aProcess('p')
    .start()
    .user('apply', { who: '<formloom:assignment type="initiator"/>' })
    .approval('one', { users: ['a', 'b'], ...options })
    .approval('two', { users: ['c', 'd'], ...options, ...two })
    .approval('three', { users: ['e'], ...options })
    .end()
    .xml()

/** Until `two` waits for d alone. */
async function toTwo(xml: string, record = { amount: 100, note: 'tea' }): Promise<Matter> {
  const matter = await aMatter(xml, { record })
  await matter.complete('ini', 'apply')
  for (const user of ['a', 'b', 'c']) await matter.say(user, 'approve')
  expect(matter.asked).toEqual({ two: ['d'] })
  return matter
}
const giveBack = (matter: Matter, more: object = {}) => matter.say('d', 'return', { target: 'apply', ...more })
const automatic = (matter: Matter): unknown[] =>
  matter.said('approve').flatMap(entry => {
    const { user, automatic: why } = entry.detail as { user?: string; automatic?: string }
    return why ? [[entry.element, user, why]] : []
  })

describe('what happens when a returned matter comes again', () => {
  test('run on: everybody is asked again', async () => {
    const matter = await toTwo(process())
    await giveBack(matter)
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ one: ['a', 'b'] })
    await matter.say('a', 'approve')
    await matter.say('b', 'approve')
    expect(matter.asked).toEqual({ two: ['c', 'd'] })
    expect(matter.state!.tasks.map(task => task.round)).toEqual([2, 2])
  })

  test('straight back: to the step that returned it, and nobody between is asked', async () => {
    const matter = await toTwo(process({ resubmit: 'straight-back' }))
    await giveBack(matter)
    expect(matter.asked).toEqual({ apply: ['ini'] })
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ two: ['c', 'd'] })
    for (const user of ['c', 'd', 'e']) await matter.say(user, 'approve')
    expect(matter.status).toBe('completed')
  })

  test('only changed, and nothing has: only who returned it is asked', async () => {
    const matter = await toTwo(process({ resubmit: 'only-changed' }))
    await giveBack(matter)
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ two: ['d'] })
    expect(automatic(matter)).toEqual([
      ['one', 'a', 'unchanged'],
      ['one', 'b', 'unchanged'],
      ['two', 'c', 'unchanged'],
    ])
    await matter.say('d', 'approve')
    await matter.say('e', 'approve')
    expect(matter.status).toBe('completed')
  })

  test('only changed, and something that they see has: they are asked again', async () => {
    const matter = await toTwo(process({ resubmit: 'only-changed' }))
    await giveBack(matter)
    matter.record = { ...matter.record, amount: 101 }
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ one: ['a', 'b'] })
  })

  test('only changed: what a step hides, or does not find decisive, does not concern it', async () => {
    const hides = process({ resubmit: 'only-changed', rights: { note: 'hidden' } }, { rights: {} })
    const hidden = await toTwo(hides)
    await giveBack(hidden)
    hidden.record = { ...hidden.record, note: 'coffee' }
    await hidden.complete('ini', 'apply')
    expect(hidden.asked).toEqual({ two: ['c', 'd'] })
    const decides = await toTwo(process({ resubmit: 'only-changed', decisive: 'amount' }))
    await giveBack(decides)
    decides.record = { ...decides.record, note: 'coffee' }
    await decides.complete('ini', 'apply')
    expect(decides.asked).toEqual({ two: ['d'] })
  })

  test('only changed, twice: each return counts from what was approved before it', async () => {
    const matter = await toTwo(process({ resubmit: 'only-changed' }))
    await giveBack(matter)
    matter.record = { ...matter.record, amount: 101 }
    await matter.complete('ini', 'apply')
    for (const user of ['a', 'b', 'c']) await matter.say(user, 'approve')
    await giveBack(matter)
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ two: ['d'] })
  })

  test('the one who returns it chooses, where the step leaves it to him', async () => {
    const matter = await toTwo(process({ resubmit: 'ask' }))
    await giveBack(matter, { resubmit: 'only-changed' })
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ two: ['d'] })
    await giveBack(matter)
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ one: ['a', 'b'] })
  })

  test('where he may not choose, the step decides', async () => {
    const matter = await toTwo(process({ resubmit: 'run-on' }))
    await giveBack(matter, { resubmit: 'only-changed' })
    await matter.complete('ini', 'apply')
    expect(matter.asked).toEqual({ one: ['a', 'b'] })
  })

  test('after a return nobody has approved before, behind the step that it was returned to', async () => {
    const xml = process({ users: ['a'], repeat: 'anywhere' }, { users: ['b'] })
    const matter = await aMatter(xml)
    await matter.complete('ini', 'apply')
    await matter.say('a', 'approve')
    await matter.say('b', 'return', { target: 'one' })
    expect(matter.asked).toEqual({ one: ['a'] })
    await matter.say('a', 'approve')
    await matter.say('b', 'approve')
    expect(matter.status).toBe('completed')
    expect(automatic(matter)).toEqual([['three', 'a', 'repeat']])
  })
})

describe('where it may be returned to', () => {
  test.each([
    ['any', ['one', 'apply']],
    ['previous', ['one']],
    ['initiator', ['apply']],
    ['apply three', ['apply']],
  ])('%s', async (returnTo, choices) => {
    const matter = await toTwo(process({ returnTo }))
    const refused = await matter.say('d', 'return', { target: 'nowhere' })
    expect(refused).toMatchObject({ code: 'RETURN_TARGET_NOT_ALLOWED', params: { choices } })
    expect(matter.asked).toEqual({ two: ['d'] })
    await matter.say('d', 'return')
    expect(Object.keys(matter.asked)).toEqual([choices[0]])
  })
})

describe('time is up', () => {
  test('returned by the clock', async () => {
    const inside = '<formloom:overdue action="return" target="apply"/>'
    const matter = await toTwo(process({}, { due: 'PT2H', inside }))
    await matter.after(3)
    expect(matter.asked).toEqual({ apply: ['ini'] })
    expect(matter.said('return').at(-1)).toMatchObject({ by: 'system', detail: { target: 'apply' } })
  })
})
