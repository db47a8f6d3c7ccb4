import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { judgeFiring, nextDue, schedule, scheduleDue, type Due } from '#core/process/schedule'

const DAY = 86_400_000

/** The first firings of a cycle, as the wall clock of its zone shows them. */
function dates(text: string, at: string, zone: string, count: number): string[] {
  const found: string[] = []
  let due = schedule('cycle', text, at, zone) as Due | undefined
  for (; due && found.length < count; due = nextDue(due, zone)) {
    const shown = Temporal.Instant.from(due.dueAt).toZonedDateTimeISO(zone)
    found.push(shown.toString({ timeZoneName: 'never', smallestUnit: 'minute' }))
  }
  return found
}

describe('schedule', () => {
  const at = '2026-03-28T11:00:00Z'
  it.each([
    ['duration', 'PT36H', 'Europe/Berlin', { dueAt: '2026-03-29T23:00:00.000Z' }],
    ['duration', 'P1D', 'Europe/Berlin', { dueAt: '2026-03-29T10:00:00.000Z' }],
    ['duration', 'P1M', 'Asia/Shanghai', { dueAt: '2026-04-28T11:00:00.000Z' }],
    ['date', '2026-05-01', 'Asia/Shanghai', { dueAt: '2026-04-30T16:00:00.000Z' }],
    ['date', '2026-05-01T09:00:00+02:00', 'Asia/Shanghai', { dueAt: '2026-05-01T07:00:00.000Z' }],
    ['cycle', 'R3/PT1H', 'UTC', { dueAt: '2026-03-28T12:00:00.000Z', repeat: 2, every: 'PT1H' }],
    ['cycle', 'R/P1D', 'UTC', { dueAt: '2026-03-29T11:00:00.000Z', repeat: -1, every: '2026-03-28T11:00:00Z/P1D' }],
    ['cycle', 'R1/PT1H', 'UTC', { dueAt: '2026-03-28T12:00:00.000Z' }],
    ['cycle', 'R/2020-01-01T08:00:00Z/PT24H', 'UTC', { dueAt: '2026-03-29T08:00:00.000Z', repeat: -1, every: 'PT24H' }],
    ['cycle', 'R/2026-03-28T11:00:00Z/PT1H', 'UTC', { dueAt: '2026-03-28T11:00:00.000Z', repeat: -1, every: 'PT1H' }],
    ['cycle', 'R3/2026-03-28T10:00:00Z/PT1H', 'UTC', { dueAt: '2026-03-28T11:00:00.000Z', repeat: 1, every: 'PT1H' }],
    ['cycle', 'R2/P1D/2026-03-31T09:00', 'UTC', { dueAt: '2026-03-30T09:00:00.000Z', repeat: 1, every: 'P1D/2026-03-31T09:00' }],
    ['cycle', '0 9 * * *', 'Asia/Shanghai', { dueAt: '2026-03-29T01:00:00.000Z', repeat: -1, every: '0 9 * * *' }],
  ] as const)('%s %s in %s', (type, text, zone, due) => expect(schedule(type, text, at, zone)).toEqual(due))

  it.each([
    ['duration', '-PT1H'],
    ['duration', 'P'],
    ['duration', '0 9 * * *'],
    ['date', 'tomorrow'],
    ['cycle', 'R3'],
    ['cycle', 'R/PT0S'],
    ['cycle', 'R/2026-01-01/P1D/2026-02-01'],
    ['cycle', '61 9 * * *'],
  ] as const)('does not understand %s %s', (type, text) => {
    expect(schedule(type, text, at, 'UTC')).toMatchObject({ problem: { code: 'TIMER_NOT_UNDERSTOOD' } })
  })

  it.each(['R3/2020-01-01T08:00:00Z/P1D', 'R5/P1D/2026-03-28T10:59:59Z', 'R/P1D/2020-01-01'])('knows that %s is over', text => {
    expect(schedule('cycle', text, at, 'UTC')).toMatchObject({ problem: { code: 'TIMER_OVER', params: { text } } })
  })

  it('reads a due time as a date or a length', () => {
    expect(scheduleDue('PT1H', at, 'UTC')).toEqual({ dueAt: '2026-03-28T12:00:00.000Z' })
    expect(scheduleDue('2026-05-01', at, 'UTC')).toEqual({ dueAt: '2026-05-01T00:00:00.000Z' })
  })
})

describe('a cycle', () => {
  it.each([
    // a day keeps the hour of the wall clock, an hour its sixty minutes
    [
      'R3/P1D',
      '2026-03-28T08:00:00Z',
      'Europe/Berlin',
      ['2026-03-29T09:00+02:00', '2026-03-30T09:00+02:00', '2026-03-31T09:00+02:00'],
    ],
    ['R2/PT24H', '2026-03-28T08:00:00Z', 'Europe/Berlin', ['2026-03-29T10:00+02:00', '2026-03-30T10:00+02:00']],
    ['R2/P1D', '2026-03-07T14:00:00Z', 'America/New_York', ['2026-03-08T09:00-04:00', '2026-03-09T09:00-04:00']],
    ['R2/P1D', '2026-10-03T14:00:00Z', 'Australia/Lord_Howe', ['2026-10-05T00:30+11:00', '2026-10-06T00:30+11:00']],
    ['R2/P1W', '2026-12-28T01:00:00Z', 'Asia/Shanghai', ['2027-01-04T09:00+08:00', '2027-01-11T09:00+08:00']],
    // a time that the clock skips moves on that day only
    [
      'R3/2026-03-28T02:30/P1D',
      '2026-03-28T00:00:00Z',
      'Europe/Berlin',
      ['2026-03-28T02:30+01:00', '2026-03-29T03:30+02:00', '2026-03-30T02:30+02:00'],
    ],
    [
      'R3/2026-10-03T02:15/P1D',
      '2026-10-02T00:00:00Z',
      'Australia/Lord_Howe',
      ['2026-10-03T02:15+10:30', '2026-10-04T02:45+11:00', '2026-10-05T02:15+11:00'],
    ],
    [
      'R3/2026-10-24T02:30/P1D',
      '2026-10-23T00:00:00Z',
      'Europe/Berlin',
      ['2026-10-24T02:30+02:00', '2026-10-25T02:30+02:00', '2026-10-26T02:30+01:00'],
    ],
    // the last of a month is counted from the schedule, so it comes back
    [
      'R4/2026-01-31T09:00/P1M',
      '2026-01-01T00:00:00Z',
      'Asia/Shanghai',
      ['2026-01-31T09:00+08:00', '2026-02-28T09:00+08:00', '2026-03-31T09:00+08:00', '2026-04-30T09:00+08:00'],
    ],
    [
      'R3/P1M',
      '2026-01-30T16:00:00Z',
      'Asia/Shanghai',
      ['2026-02-28T00:00+08:00', '2026-03-31T00:00+08:00', '2026-04-30T00:00+08:00'],
    ],
    [
      'R6/2024-02-29T09:00/P1Y',
      '2024-01-01T00:00:00Z',
      'UTC',
      [
        '2024-02-29T09:00+00:00',
        '2025-02-28T09:00+00:00',
        '2026-02-28T09:00+00:00',
        '2027-02-28T09:00+00:00',
        '2028-02-29T09:00+00:00',
        '2029-02-28T09:00+00:00',
      ],
    ],
    ['R2/P1DT12H', '2026-12-30T12:00:00Z', 'UTC', ['2027-01-01T00:00+00:00', '2027-01-02T12:00+00:00']],
    // with an end: the last firings before it, or every one until then
    [
      'R3/P1D/2026-12-31T18:00',
      '2026-01-01T00:00:00Z',
      'Asia/Shanghai',
      ['2026-12-29T18:00+08:00', '2026-12-30T18:00+08:00', '2026-12-31T18:00+08:00'],
    ],
    [
      'R5/P1M/2026-12-31T18:00',
      '2026-10-15T00:00:00Z',
      'Asia/Shanghai',
      ['2026-10-31T18:00+08:00', '2026-11-30T18:00+08:00', '2026-12-31T18:00+08:00'],
    ],
    [
      'R/PT8H/2026-01-02T00:00:00Z',
      '2026-01-01T01:00:00Z',
      'UTC',
      ['2026-01-01T08:00+00:00', '2026-01-01T16:00+00:00', '2026-01-02T00:00+00:00'],
    ],
    ['0 9 L * *', '2026-01-31T12:00:00Z', 'UTC', ['2026-02-28T09:00+00:00', '2026-03-31T09:00+00:00']],
  ])('%s from %s in %s', (text, at, zone, expected) => {
    const bounded = /^R\d/.test(text) || text.endsWith('Z')
    expect(dates(text, at, zone, bounded ? 20 : expected.length)).toEqual(expected)
  })

  it('saved before lengths had an anchor goes on from its last firing', () => {
    const first = { dueAt: '2026-03-28T08:00:00.000Z', every: 'P1D', repeat: 2 }
    const second = nextDue(first, 'Europe/Berlin')!
    expect(second).toEqual({ dueAt: '2026-03-29T07:00:00.000Z', every: 'P1D', repeat: 1 })
    expect(nextDue({ ...second, repeat: 0 }, 'Europe/Berlin')).toBeUndefined()
  })
})

describe('after a stop', () => {
  const hourly = { dueAt: '2026-01-01T01:00:00.000Z', every: 'PT1H', repeat: 9 }
  const daily = { dueAt: '2026-01-01T01:00:00.000Z', every: '0 9 * * *', repeat: -1 }
  const after = (due: Due, now: string, catchUp?: 'skip' | 'once' | 'all') =>
    judgeFiring(due, 'Asia/Shanghai', { now, ...(catchUp ? { catchUp } : {}) })

  it.each([
    [
      'all',
      'a count',
      hourly,
      '2026-01-01T04:30:00Z',
      { fires: true, missed: 0, next: { ...hourly, dueAt: '2026-01-01T02:00:00.000Z', repeat: 8 } },
    ],
    [
      'once',
      'a count',
      hourly,
      '2026-01-01T04:30:00Z',
      { fires: true, missed: 3, next: { ...hourly, dueAt: '2026-01-01T05:00:00.000Z', repeat: 5 } },
    ],
    ['once', 'a count that has run out', hourly, '2026-01-02T04:30:00Z', { fires: true, missed: 9 }],
    [
      'skip',
      'a count',
      hourly,
      '2026-01-01T04:30:00Z',
      { fires: false, missed: 4, next: { ...hourly, dueAt: '2026-01-01T05:00:00.000Z', repeat: 5 } },
    ],
    ['skip', 'its last, late', { ...hourly, repeat: 0 }, '2026-01-01T01:05:01Z', { fires: false, missed: 1 }],
    [
      'skip',
      'a delay of minutes',
      hourly,
      '2026-01-01T01:05:00Z',
      { fires: true, missed: 0, next: { ...hourly, dueAt: '2026-01-01T02:00:00.000Z', repeat: 8 } },
    ],
    [
      'skip',
      'a time that has passed for today',
      daily,
      '2026-01-01T03:00:00Z',
      { fires: false, missed: 1, next: { ...daily, dueAt: '2026-01-02T01:00:00.000Z' } },
    ],
    [
      'once',
      'five days',
      daily,
      '2026-01-06T00:00:00Z',
      { fires: true, missed: 4, next: { ...daily, dueAt: '2026-01-06T01:00:00.000Z' } },
    ],
    [
      'all',
      'five days',
      daily,
      '2026-01-06T00:00:00Z',
      { fires: true, missed: 0, next: { ...daily, dueAt: '2026-01-02T01:00:00.000Z' } },
    ],
    ['skip', 'what fires once', { dueAt: '2026-01-01T00:00:00.000Z' }, '2026-06-01T00:00:00Z', { fires: true, missed: 0 }],
  ] as const)('%s: %s', (policy, _, due, now, expected) => expect(after(due, now, policy)).toEqual(expected))

  it('a count is made up, what goes on for ever is not', () => {
    expect(after(hourly, '2026-01-01T04:30:00Z')).toEqual(after(hourly, '2026-01-01T04:30:00Z', 'all'))
    expect(after(daily, '2026-01-06T00:00:00Z')).toEqual(after(daily, '2026-01-06T00:00:00Z', 'once'))
  })

  it.each(['PT1S', '* * * * * *', '2026-01-01T01:00:00Z/P0DT1S'])('makes up a thousand of %s at most', every => {
    const second = { dueAt: '2026-01-01T01:00:00.000Z', every, repeat: -1 }
    const now = Date.parse('2026-01-02T01:00:00Z')
    const { next, missed } = after(second, new Date(now).toISOString(), 'all')
    expect(Date.parse(next!.dueAt)).toBe(now - 999_000)
    expect(missed).toBe(every.startsWith('*') ? 1_000 : 85_400)
    // and then each of them
    expect(after(next!, new Date(now).toISOString(), 'all').next!.dueAt).toBe(new Date(now - 998_000).toISOString())
  })
})

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Shanghai',
  'America/Havana',
  'Pacific/Apia',
  'UTC',
  '-03:30',
]
const zone = fc.constantFrom(...ZONES)
// Apia had no 30 December 2011
const moment = fc
  .oneof(
    fc.integer({ min: Date.parse('2011-10-01'), max: Date.parse('2012-05-01') }),
    fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2030-01-01') }),
  )
  .map(at => new Date(at).toISOString())
const length = fc.constantFrom('P1D', 'P1M', 'P1Y', 'P2W', 'PT1H', 'PT90M', 'P1DT6H', 'P1M1D', 'PT7S')
const wall = moment.map(at => at.slice(0, 19))
const anchored = fc.oneof(
  fc.tuple(length).map(([every]) => `R/${every}`),
  fc.tuple(fc.oneof(moment, wall), length).map(([start, every]) => `R/${start}/${every}`),
)
const cron = fc.constantFrom(
  '0 9 * * 1-5',
  '30 2 * * *',
  '*/37 6-9 * * *',
  '0 0 29 2 *',
  '15 10 L * ?',
  '@monthly',
  '0 0 1-3 * * *',
)

describe('laws', () => {
  test('firings strictly ascend', () => {
    fc.assert(
      fc.property(fc.oneof(anchored, cron), moment, zone, (text, at, where) => {
        let due = schedule('cycle', text, at, where) as Due | undefined
        for (let n = 0; due && n < 20; n += 1) {
          const next = nextDue(due, where)
          if (next) expect(next.dueAt > due.dueAt).toBe(true)
          due = next
        }
      }),
      { numRuns: 120 },
    )
  })

  test('whenever one looks, the schedule is the same: going on from any firing, or asking anew, gives the same dates', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(fc.oneof(moment, wall), length).map(([start, every]) => `R/${start}/${every}`),
          cron,
        ),
        moment,
        zone,
        fc.integer({ min: 1, max: 12 }),
        (text, at, where, steps) => {
          let due = schedule('cycle', text, at, where) as Due
          for (let n = 0; n < steps; n += 1) due = nextDue(due, where)!
          expect(schedule('cycle', text, due.dueAt, where)).toMatchObject({
            dueAt: text.startsWith('R') ? due.dueAt : nextDue(due, where)!.dueAt,
          })
        },
      ),
      { numRuns: 120 },
    )
  })

  test('after a stop the next firing lies ahead, is one of the schedule, and none between is forgotten in the count', () => {
    fc.assert(
      fc.property(
        fc.oneof(anchored, cron),
        moment,
        zone,
        fc.integer({ min: 0, max: 20 }),
        fc.nat(DAY),
        (text, at, where, days, offset) => {
          const due = schedule('cycle', text, at, where) as Due
          const now = new Date(
            Date.parse(due.dueAt) +
              days * DAY * (text.includes('T7S') ? 0 : 1) +
              (offset % (text.includes('T7S') ? 60_000 : DAY)),
          ).toISOString()
          const { next, missed } = judgeFiring(due, where, { now, catchUp: 'once' })
          let [each, count] = [nextDue(due, where)!, 0]
          for (; each.dueAt <= now; each = nextDue(each, where)!) count += 1
          expect(next!.dueAt).toBe(each.dueAt)
          // a date that a zone left out is no firing of its own
          if (where !== 'Pacific/Apia') expect(missed).toBe(Math.min(count, cronOnly(text) ? 1_000 : count))
        },
      ),
      { numRuns: 40 },
    )
  })
})

const cronOnly = (text: string): boolean => !text.startsWith('R')
