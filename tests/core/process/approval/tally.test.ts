import fc from 'fast-check'
import type { Mode } from '#core/process/approval/settings'
import type { Signer } from '#core/process/approval/state'
import { tally } from '#core/process/approval/tally'
import { Table } from '../../../support/signers.js'

const weights = { a: 3, b: 1, c: 1 }

describe('when a round is decided', () => {
  const cases: [string, Mode, string, string][] = [
    ['any: the first yes', { type: 'any' }, '+', 'approved'],
    ['any: the first no', { type: 'any' }, '-', 'refused'],
    ['any, refused by two: one no is not enough', { type: 'any', refuse: { count: 2 } }, '-', 'undecided'],
    ['any, refused by two: one yes is', { type: 'any', refuse: { count: 2 } }, '-+', 'approved'],
    ['all: two of three are not all', { type: 'all' }, '++', 'undecided'],
    ['all', { type: 'all' }, '+++', 'approved'],
    ['all: one no', { type: 'all' }, '+-', 'refused'],
    ['ratio of exactly two thirds', { type: 'ratio', approve: { percent: 66.66 } }, '++', 'approved'],
    ['ratio a little above two thirds', { type: 'ratio', approve: { percent: 66.67 } }, '++', 'undecided'],
    ['ratio: a no that leaves enough', { type: 'ratio', approve: { percent: 60 } }, '-', 'undecided'],
    ['ratio: out of reach', { type: 'ratio', approve: { percent: 60 } }, '--', 'refused'],
    ['ratio with a veto', { type: 'ratio', approve: { percent: 60 }, refuse: { count: 1 } }, '-', 'refused'],
    ['two of three by number', { type: 'ratio', approve: { count: 2 } }, '++', 'approved'],
    ['weighted: three of five', { type: 'weighted', approve: { percent: 60 } }, '+', 'approved'],
    ['weighted: the two others are two of five', { type: 'weighted', approve: { percent: 60 } }, ' ++', 'undecided'],
    ['weighted: the heavy one refuses', { type: 'weighted', approve: { percent: 60 } }, '-', 'refused'],
    ['weighted: points', { type: 'weighted', approve: { count: 4 }, refuse: { count: 2 } }, ' --', 'refused'],
    ['without a word more than half is meant', { type: 'ratio' }, '+', 'undecided'],
  ]
  test.each(cases)('%s', (_what, mode, votes, decision) => {
    const table = new Table(mode, weights)
    ;[...votes].forEach((vote, nth) => {
      const user = 'abc'[nth]!
      if (vote === '+') table.approve(user)
      if (vote === '-') table.refuse(user)
    })
    expect(table.tally.decision).toBe(decision)
  })

  test('weights with two decimals are added exactly', () => {
    const table = new Table({ type: 'weighted', approve: { count: 0.3 } }, { a: 0.1, b: 0.2, c: 5 })
    table.approve('a')
    table.approve('b')
    expect(table.tally).toEqual({ decision: 'approved', total: 5.3, approved: 0.3, refused: 0 })
  })

  test('nobody at all is not approval', () => {
    expect(tally({ type: 'all' }, []).decision).toBe('refused')
  })
})

const modes: fc.Arbitrary<Mode> = fc.oneof(
  fc.constantFrom<Mode>({ type: 'any' }, { type: 'all' }),
  fc.record({ type: fc.constantFrom('ratio' as const, 'weighted' as const), approve: threshold() }),
)
function threshold() {
  return fc.oneof(
    fc.record({ percent: fc.integer({ min: 1, max: 10_000 }).map(hundredth => hundredth / 100) }),
    fc.record({ count: fc.integer({ min: 1, max: 8 }) }),
  )
}
const voters = fc.array(
  fc.record({ vote: fc.constantFrom('approved', 'refused', 'open'), weight: fc.integer({ min: 1, max: 9 }) }),
  {
    minLength: 1,
    maxLength: 12,
  },
)
const rows = (votes: { vote: string; weight: number }[]): Signer[] =>
  votes.map(({ vote, weight }, nth) => ({
    id: `i.${nth}`,
    approval: 'a',
    scope: 's',
    path: [],
    element: 'e',
    round: 1,
    user: `u${nth}`,
    place: 'voter',
    weight,
    order: nth,
    status: vote as Signer['status'],
  }))
const yes = (mode: Mode, signers: Signer[]): number =>
  signers.filter(each => each.status === 'approved').reduce((sum, each) => sum + (mode.type === 'weighted' ? each.weight : 1), 0)
const all = (mode: Mode, signers: Signer[]): number =>
  signers.reduce((sum, each) => sum + (mode.type === 'weighted' ? each.weight : 1), 0)

describe('whatever the votes', () => {
  test('never approved below the threshold, never undecided when all have voted', () => {
    fc.assert(
      fc.property(modes, voters, (mode, votes) => {
        const signers = rows(votes)
        const { decision } = tally(mode, signers)
        if (decision === 'approved') {
          const wanted =
            mode.type === 'any'
              ? 1
              : mode.type === 'all'
                ? signers.length
                : 'count' in mode.approve!
                  ? mode.approve.count
                  : (mode.approve!.percent * all(mode, signers)) / 100 - 1e-9
          expect(yes(mode, signers)).toBeGreaterThanOrEqual(wanted)
        }
        if (votes.every(each => each.vote !== 'open')) expect(decision).not.toBe('undecided')
      }),
      { numRuns: 2000 },
    )
  })

  test('the order of votes does not matter', () => {
    fc.assert(
      fc.property(modes, voters, fc.infiniteStream(fc.nat()), (mode, votes, chance) => {
        const signers = rows(votes)
        const order = new Map(signers.map(each => [each.id, chance.next().value!]))
        const shuffled = signers.toSorted((a, b) => order.get(a.id)! - order.get(b.id)!)
        expect(tally(mode, shuffled)).toEqual(tally(mode, signers))
      }),
    )
  })

  test('without a veto the end is the same in whatever order people vote until it is decided', () => {
    const decide = (mode: Mode, votes: readonly Signer[]): string => {
      const open = votes.map(each => ({ ...each, status: 'open' as Signer['status'] }))
      for (const vote of votes) {
        open.find(each => each.id === vote.id)!.status = vote.status
        const { decision } = tally(mode, open)
        if (decision !== 'undecided') return decision
      }
      return 'undecided'
    }
    const free = modes.filter(mode => mode.type !== 'any')
    fc.assert(
      fc.property(free, voters, fc.infiniteStream(fc.nat()), (mode, votes, chance) => {
        const signers = rows(votes.map(each => ({ ...each, vote: each.vote === 'open' ? 'refused' : each.vote })))
        const order = new Map(signers.map(each => [each.id, chance.next().value!]))
        const shuffled = signers.toSorted((a, b) => order.get(a.id)! - order.get(b.id)!)
        expect(decide(mode, shuffled)).toBe(decide(mode, signers))
      }),
    )
  })

  test('a yes never turns approval away, a no never brings it', () => {
    fc.assert(
      fc.property(modes, voters, fc.nat(), (mode, votes, at) => {
        const signers = rows(votes)
        const nth = at % signers.length
        const as = (status: Signer['status']) => tally(mode, signers.with(nth, { ...signers[nth]!, status })).decision
        if (as('refused') === 'approved') expect(as('approved')).toBe('approved')
        if (as('approved') === 'refused') expect(as('refused')).toBe('refused')
      }),
    )
  })
})
