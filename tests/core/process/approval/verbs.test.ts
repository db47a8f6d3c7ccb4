import { approve } from '#core/process/approval/verbs/approve'
import { urge } from '#core/process/approval/verbs/urge'
import { handOver } from '#core/process/approval/verbs/hand-over'
import { copy } from '#core/process/approval/verbs/copy'
import { giveBack } from '#core/process/approval/verbs/return'
import { endHere } from '#core/process/approval/verbs/end'
import { mayWithdraw } from '#core/process/approval/verbs/withdraw'
import { mayTakeBack } from '#core/process/approval/verbs/take-back'
import { mayReactivate } from '#core/process/approval/verbs/reactivate'
import { AT, Table } from '../../../support/signers.js'

const all = { type: 'all' as const }

describe('whose turn it is', () => {
  test('all at once; one after the other', () => {
    expect(new Table(all, ['a', 'b', 'c']).open).toEqual(['a', 'b', 'c'])
    const row = new Table({ type: 'sequential' }, ['a', 'b', 'c'])
    expect(row.open).toEqual(['a'])
    row.approve('a')
    expect(row.open).toEqual(['b'])
    expect(row.approve('c')).toMatchObject({ code: 'TASK_NOT_OPEN' })
  })

  test('added before: it comes back to who added them when all of them are done', () => {
    const table = new Table({ type: 'sequential' }, ['a', 'b'])
    table.add('a', 'before', 'x', 'y')
    expect(table.open).toEqual(['x', 'y'])
    table.approve('x')
    expect(table.open).toEqual(['y'])
    table.approve('y')
    expect(table.open).toEqual(['a'])
    table.approve('a')
    expect(table.open).toEqual(['b'])
  })

  test('added after: they come when he has approved, and the row waits for them', () => {
    const table = new Table({ type: 'sequential' }, ['a', 'b'])
    table.add('a', 'after', 'x')
    expect(table.open).toEqual(['a'])
    table.approve('a')
    expect(table.open).toEqual(['x'])
    expect(table.tally.approved).toBe(0)
    table.approve('x')
    expect(table.open).toEqual(['b'])
    expect(table.tally.approved).toBe(1)
  })

  test('before and after at once, and both nest', () => {
    const table = new Table({ type: 'any' }, ['a'])
    table.add('a', 'before', 'x')
    table.add('x', 'after', 'y')
    table.add('x', 'before', 'z')
    expect(table.open).toEqual(['z'])
    table.approve('z')
    table.approve('x')
    expect(table.open).toEqual(['y'])
    table.add('y', 'parallel', 'w')
    table.approve('y')
    expect(table.open).toEqual(['w'])
    table.approve('w')
    expect(table.open).toEqual(['a'])
    table.add('a', 'after', 'q')
    table.approve('a')
    expect(table.tally.decision).toBe('undecided')
    table.approve('q')
    expect(table.tally).toMatchObject({ decision: 'approved', total: 1 })
  })

  test('parallel: stands beside with a vote of its own', () => {
    const table = new Table({ type: 'sequential' }, ['a', 'b'])
    table.add('a', 'parallel', 'x')
    expect(table.open).toEqual(['a', 'x'])
    table.approve('a')
    expect(table.open).toEqual(['x'])
    expect(table.tally.total).toBe(3)
  })

  test('delegated: an opinion, then it comes back; the no of an adviser is no vote', () => {
    const table = new Table(all, ['a', 'b'])
    table.delegate('a', 'x')
    expect(table.open).toEqual(['b', 'x'])
    table.refuse('x', 'rather not')
    expect(table.open).toEqual(['a', 'b'])
    expect(table.tally).toMatchObject({ decision: 'undecided', refused: 0, total: 2 })
  })
})

describe('votes of added people', () => {
  test('their no is the no of who added them', () => {
    const table = new Table({ type: 'ratio', approve: { percent: 50 } }, ['a', 'b', 'c'])
    table.add('a', 'before', 'x')
    table.refuse('x')
    expect(table.tally).toMatchObject({ refused: 1, decision: 'undecided' })
    expect(table.open).toEqual(['a', 'b', 'c'])
  })

  test('whose voice is heard is not added again; nobody adds or asks himself', () => {
    const table = new Table(all, ['a', 'b'])
    expect(table.add('a', 'parallel', 'b')).toMatchObject({ code: 'ALREADY_SIGNER', params: { user: 'b' } })
    expect(table.add('a', 'before', 'a')).toMatchObject({ code: 'NOT_TO_YOURSELF' })
    expect(table.transfer('a', 'b')).toMatchObject({ code: 'ALREADY_SIGNER' })
    expect(table.delegate('a', 'a')).toMatchObject({ code: 'NOT_TO_YOURSELF' })
    expect(table.add('a', 'after')).toMatchObject({ code: 'REQUIRED' })
    expect(table.signers).toHaveLength(2)
  })

  test('there is an end to adding', () => {
    const table = new Table(all, ['a'])
    const many = Array.from({ length: 500 }, (_each, nth) => `u${nth}`)
    expect(table.add('a', 'parallel', ...many)).toMatchObject({ code: 'TOO_MANY_SIGNERS' })
  })

  test('taken off: by who added him or an administrator, with those whom he added, while he has not voted', () => {
    const table = new Table(all, ['a', 'b'])
    table.add('a', 'before', 'x')
    table.add('x', 'before', 'y')
    expect(table.remove('b', 'x')).toMatchObject({ code: 'NOT_YOURS' })
    expect(table.remove('a', 'b')).toMatchObject({ code: 'NOT_YOURS' })
    expect(table.remove('a', 'x')).toBeUndefined()
    expect(table.open).toEqual(['a', 'b'])
    expect(table.of('y').status).toBe('removed')
    table.approve('a')
    expect(table.remove('admin', 'a', true)).toMatchObject({ code: 'ALREADY_VOTED' })
    expect(table.remove('admin', 'b', true)).toBeUndefined()
    expect(table.tally.decision).toBe('approved')
    expect(table.remove('admin', 'a', true)).toMatchObject({ code: 'ALREADY_VOTED' })
    expect(new Table(all, ['a']).remove('admin', 'a', true)).toMatchObject({ code: 'LAST_SIGNER' })
  })
})

describe('handing on', () => {
  test('transferred: weight, turn and company stay; every hand is remembered', () => {
    const table = new Table({ type: 'weighted', approve: { percent: 50 } }, { a: 5, b: 1 })
    table.transfer('a', 'x')
    table.transfer('x', 'y')
    expect(table.of('y')).toMatchObject({ weight: 5, status: 'open', from: [{ user: 'a', how: 'transfer' }, { user: 'x' }] })
    expect(approve(table.round, table.of('y'), { by: 'a', at: AT })).toMatchObject({ code: 'NOT_YOURS' })
    table.approve('y')
    expect(table.tally.decision).toBe('approved')
  })

  test('delegated and then transferred, it still comes back', () => {
    const table = new Table(all, ['a'])
    table.delegate('a', 'x')
    table.transfer('x', 'y')
    table.approve('y')
    expect(table.open).toEqual(['a'])
  })

  test('a leaver: what is open and what is to come; never two votes of one person', () => {
    const table = new Table({ type: 'sequential' }, ['a', 'b', 'c'])
    const saying = { by: 'admin', at: AT, from: 'c', to: 'n' }
    table.say(handOver(table.round, saying))
    expect(table.signers.map(each => each.user)).toEqual(['a', 'b', 'n'])
    table.say(handOver(table.round, { ...saying, from: 'n', to: 'b' }))
    expect(table.signers.map(each => each.status)).toEqual(['open', 'waiting', 'removed'])
    table.approve('a')
    table.approve('b')
    expect(table.tally).toMatchObject({ decision: 'approved', total: 2 })
  })
})

describe('what each step allows', () => {
  test('verbs can be off, ask for words and for a signature', () => {
    const verbs = { transfer: { on: false }, approve: { signature: true }, 'add-after': { opinion: true } }
    const table = new Table(all, ['a', 'b'], { verbs })
    expect(table.transfer('a', 'x')).toMatchObject({ code: 'VERB_OFF', at: 'transfer' })
    expect(table.approve('a')).toMatchObject({ code: 'SIGNATURE_REQUIRED' })
    expect(table.add('a', 'after', 'x')).toMatchObject({ code: 'OPINION_REQUIRED' })
    expect(table.refuse('a', ' ')).toMatchObject({ code: 'OPINION_REQUIRED' })
    expect(table.tally.decision).toBe('undecided')
  })

  test('stashed words are kept until they are said', () => {
    const table = new Table(all, ['a', 'b'])
    table.stash('a', 'half a thought')
    expect(table.of('a')).toMatchObject({ draft: 'half a thought', status: 'open' })
    table.approve('a')
    expect(table.of('a').draft).toBeUndefined()
  })

  test('a return goes only where the step allows; ending is off unless it is on', () => {
    const table = new Table(all, ['a', 'b'])
    const saying = { by: 'a', at: AT, opinion: 'again', targets: ['apply'] }
    expect(giveBack(table.round, table.of('a'), { ...saying, target: 'elsewhere' })).toMatchObject({
      code: 'RETURN_TARGET_NOT_ALLOWED',
      params: { choices: ['apply'] },
    })
    table.say(giveBack(table.round, table.of('a'), { ...saying, target: 'apply' }))
    expect(table.of('a')).toMatchObject({ status: 'returned', opinion: 'again' })
    expect(endHere(table.round, table.of('b'), { by: 'b', at: AT, opinion: 'stop' })).toMatchObject({ code: 'VERB_OFF' })
  })

  test('urged: whose turn it is, and not all the time', () => {
    const table = new Table({ type: 'sequential' }, ['a', 'b'])
    expect(urge(table.round, { by: 'me', at: AT })).toEqual({ to: ['a'] })
    expect(urge(table.round, { by: 'me', at: AT, last: '2026-01-05T00:55:00.000Z' })).toMatchObject({
      code: 'URGED_ALREADY',
      params: { again: '2026-01-05T01:05:00.000Z' },
    })
    expect(urge(table.round, { by: 'a', at: AT })).toMatchObject({ code: 'NOBODY_TO_URGE' })
    expect(copy(table.round, { by: 'a', at: AT, users: ['x', 'x', 'a'] })).toEqual({ to: ['x'] })
  })

  test('withdrawn by who started it, as long as nobody has voted', () => {
    const table = new Table(all, ['a', 'b'])
    const saying = { by: 'me', at: AT, initiator: 'me' }
    expect(mayWithdraw([table.round], saying)).toBeUndefined()
    expect(mayWithdraw([table.round], { ...saying, by: 'a' })).toMatchObject({ code: 'NOT_YOURS' })
    expect(mayWithdraw([], saying)).toMatchObject({ code: 'NOTHING_TO_WITHDRAW' })
    table.approve('a')
    expect(mayWithdraw([table.round], saying)).toMatchObject({ code: 'ALREADY_VOTED', params: { user: 'a' } })
  })

  test('taken back by who decided, as long as nobody behind him has voted', () => {
    const next = new Table(all, ['n', 'm'])
    const decided = { settings: next.settings, by: 'a' }
    expect(mayTakeBack(decided, [next.round], { by: 'a', at: AT })).toBeUndefined()
    expect(mayTakeBack(decided, [next.round], { by: 'b', at: AT })).toMatchObject({ code: 'NOT_YOURS' })
    next.approve('n')
    expect(mayTakeBack(decided, [next.round], { by: 'a', at: AT })).toMatchObject({ code: 'ALREADY_VOTED' })
  })

  test('an ended process goes on at a step of it', () => {
    const saying = { by: 'admin', at: AT, admin: true }
    expect(mayReactivate(true, { kind: 'user-task' }, saying)).toBeUndefined()
    expect(mayReactivate(false, { kind: 'user-task' }, saying)).toMatchObject({ code: 'INSTANCE_RUNNING' })
    expect(mayReactivate(true, { kind: 'script-task' }, saying)).toMatchObject({ code: 'NO_SUCH_STEP' })
    expect(mayReactivate(true, { kind: 'user-task' }, { ...saying, admin: false })).toMatchObject({ code: 'ADMIN_ONLY' })
  })
})
