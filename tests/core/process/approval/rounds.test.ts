import fc from 'fast-check'
import { openRound, type Opening } from '#core/process/approval/open'
import { printOf } from '#core/process/approval/print'
import { DEFAULTS, type ApprovalSettings, type Mode } from '#core/process/approval/settings'
import type { Signer } from '#core/process/approval/state'
import { closesCircle, standsIn, type Absence } from '#core/process/approval/verbs/stand-in'
import { AT, Table } from '../../../support/signers.js'

const settings = (some: Partial<ApprovalSettings> = {}): ApprovalSettings => ({ ...DEFAULTS, approvers: [], ...some })

function opening(users: string[], some: Partial<Opening> = {}): Opening {
  let ids = 0
  return {
    approval: 'a1',
    scope: 'i1.1',
    path: [],
    element: 'review',
    round: 1,
    at: AT,
    initiator: 'me',
    asked: users.map(user => ({ user, weight: 1 })),
    approvedBefore: new Set(),
    unchanged: new Set(),
    nextId: () => `i1.${++ids}`,
    ...some,
  }
}
const opened = (some: Partial<ApprovalSettings>, of: Opening): [string, string | undefined][] => {
  const round = openRound(settings(some), of)
  if ('problem' in round) throw new Error(JSON.stringify(round))
  return round.map(signer => [signer.user, signer.automatic])
}

describe('who is asked when a round begins', () => {
  test('who is found twice is asked once, with the greater weight', () => {
    const asked = [
      { user: 'a', weight: 1 },
      { user: 'b', weight: 1 },
      { user: 'a', weight: 4 },
    ]
    expect(openRound(settings(), opening([], { asked }))).toMatchObject([
      { user: 'a', weight: 4, order: 1 },
      { user: 'b', order: 2 },
    ])
  })

  test.each<[ApprovalSettings['self'], [string, string | undefined][]]>([
    ['allow', [['me', undefined], ['b', undefined]]], // prettier-ignore
    ['skip', [['me', 'self'], ['b', undefined]]], // prettier-ignore
    ['head', [['boss', undefined], ['b', undefined]]], // prettier-ignore
  ])('who approves his own matter: %s', (self, expected) => {
    expect(opened({ self }, opening(['me', 'b'], { head: 'boss' }))).toEqual(expected)
  })

  test('his head who is asked anyway is asked once; without a head nobody is asked in his place', () => {
    expect(opened({ self: 'head' }, opening(['me', 'boss'], { head: 'boss' }))).toEqual([['boss', undefined]])
    expect(opened({ self: 'head' }, opening(['me']))).toEqual([])
  })

  test('who has approved before, as far as the step counts it', () => {
    const before = opening(['a', 'b'], { approvedBefore: new Set(['a']) })
    expect(opened({ repeat: 'anywhere' }, before)[0]).toEqual(['a', 'repeat'])
    expect(opened({ repeat: 'never' }, before)[0]).toEqual(['a', undefined])
  })

  test('a threshold that all together cannot reach', () => {
    const mode: Mode = { type: 'ratio', approve: { count: 3 } }
    expect(openRound(settings({ mode }), opening(['a', 'b']))).toMatchObject({ problem: { code: 'TOO_FEW_APPROVERS' } })
    expect(opened({ mode }, opening(['a', 'b', 'c']))).toHaveLength(3)
  })
})

describe('what an approval was based on', () => {
  const values = { amount: 100, reason: 'tea', note: { b: 1, a: [2] } }
  const print = (changed: object, some: Parameters<typeof printOf>[0] = {}, rights?: Parameters<typeof printOf>[1]) =>
    printOf(some, rights, { ...values, ...changed })

  test('every field that the step shows', () => {
    expect(print({})).toBe(print({ note: { a: [2], b: 1 } }))
    expect(print({ amount: 101 })).not.toBe(print({}))
    expect(print({ reason: 'te' })).not.toBe(print({}))
  })

  test('not what it hides, and only the decisive ones where they are named', () => {
    expect(print({ reason: 'x' }, {}, { reason: 'hidden' })).toBe(print({}, {}, { reason: 'hidden' }))
    expect(print({ reason: 'x' }, { decisive: ['amount'] })).toBe(print({}, { decisive: ['amount'] }))
    expect(print({ amount: 1 }, { decisive: ['amount'] })).not.toBe(print({}, { decisive: ['amount'] }))
    expect(print({}, {}, { '*': 'hidden', amount: 'read' })).toBe(print({ reason: 'x' }, {}, { '*': 'hidden', amount: 'read' }))
  })
})

describe('out of the office', () => {
  const away = (user: string, to: string, from = '2026-01-01', until = '2026-02-01'): Absence => ({ user, to, from, until })

  test('for its time, and through people who are away themselves', () => {
    const absences = [away('a', 'b'), away('b', 'c', '2026-01-10')]
    expect(standsIn('a', absences, '2026-01-05')).toBe('b')
    expect(standsIn('a', absences, '2026-01-10')).toBe('c')
    expect(standsIn('a', absences, '2026-02-01')).toBe('a')
    expect(standsIn('x', absences, '2026-01-05')).toBe('x')
  })

  test('for some processes only', () => {
    const absences = [{ ...away('a', 'b'), processes: ['leave'] }]
    expect(standsIn('a', absences, '2026-01-05', 'leave')).toBe('b')
    expect(standsIn('a', absences, '2026-01-05', 'buy')).toBe('a')
  })

  test('a circle leaves it with the person; it is seen before it is made, as far as times overlap', () => {
    const absences = [away('a', 'b'), away('b', 'c'), away('c', 'a', '2026-01-20')]
    expect(standsIn('a', absences, '2026-01-25')).toBe('a')
    expect(standsIn('a', absences, '2026-01-05')).toBe('c')
    expect(closesCircle(absences[2]!, absences.slice(0, 2))).toBe(true)
    expect(closesCircle(away('c', 'a', '2026-02-01', '2026-03-01'), absences.slice(0, 2))).toBe(false)
    expect(closesCircle(away('a', 'a'), [])).toBe(true)
  })
})

/** Something somebody may do whose turn it is; `who` and `more` choose by chance among those who are there. */
const deeds = fc.array(
  fc.record({
    deed: fc.constantFrom('approve', 'refuse', 'before', 'after', 'parallel', 'delegate', 'transfer', 'remove'),
    who: fc.nat(),
    more: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 40 },
)
const someMode = fc.constantFrom<Mode>(
  { type: 'any' },
  { type: 'all' },
  { type: 'sequential' },
  { type: 'ratio', approve: { percent: 60 } },
  { type: 'weighted', approve: { percent: 50 }, refuse: { percent: 30 } },
)

describe('whatever people do with each other', () => {
  test('somebody is always asked until it is decided, it ends when everybody votes, and nobody votes twice', () => {
    fc.assert(
      fc.property(someMode, deeds, (mode, doing) => {
        const table = new Table(mode, { a: 2, b: 1, c: 3 })
        let fresh = 0
        const decided = () => table.tally.decision !== 'undecided'
        for (const { deed, who, more } of doing) {
          if (decided()) break
          expect(table.open.length).toBeGreaterThan(0)
          const actor = table.open[who % table.open.length]!
          const people = Array.from({ length: more }, () => `n${++fresh}`)
          if (deed === 'approve') table.approve(actor)
          else if (deed === 'refuse') table.refuse(actor)
          else if (deed === 'delegate') table.delegate(actor, people[0]!)
          else if (deed === 'transfer') table.transfer(actor, people[0]!)
          else if (deed === 'remove') table.remove(actor, table.signers[who % table.signers.length]!.user)
          else table.add(actor, deed as 'before' | 'after' | 'parallel', ...people)
        }
        let asked = 0
        while (!decided()) {
          expect(table.open.length).toBeGreaterThan(0)
          expect(++asked).toBeLessThanOrEqual(table.signers.length)
          table.approve(table.open[0]!)
        }
        const voices = table.signers.filter((each: Signer) => each.place === 'voter' && each.status !== 'removed')
        expect(new Set(voices.map(each => each.user)).size).toBe(voices.length)
        const weight = (each: Signer) => (mode.type === 'weighted' ? each.weight : 1)
        expect(table.tally.total).toBeCloseTo(voices.reduce((sum, each) => sum + weight(each), 0))
        expect(table.tally.approved + table.tally.refused).toBeLessThanOrEqual(table.tally.total)
      }),
      { numRuns: 1500 },
    )
  })
})
