import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { checkedCron, nextCron } from '#core/process/time/cron'
import { looksCron } from '#core/process/time/cron-fields'

const firings = (text: string, from: string, zone: string, count: number): string[] => {
  const cron = checkedCron(text)
  const found: string[] = []
  let at: Temporal.Instant | undefined = Temporal.Instant.from(from)
  while (found.length < count && (at = nextCron(cron, at, zone)))
    found.push(at.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' }))
  return found
}

describe('cron', () => {
  it.each([
    ['30 9 * * MON-FRI', '2026-01-02T09:30:00', ['2026-01-05T09:30:00', '2026-01-06T09:30:00']],
    ['0 0 1 1 *', '2026-06-01T00:00:00', ['2027-01-01T00:00:00', '2028-01-01T00:00:00']],
    ['@daily', '2026-12-31T00:00:00', ['2027-01-01T00:00:00']],
    ['@WEEKLY', '2026-01-01T00:00:00', ['2026-01-04T00:00:00']],
    ['@hourly', '2026-01-01T00:20:00', ['2026-01-01T01:00:00']],
    [
      '*/20 8-9 * * *',
      '2026-01-01T08:30:00',
      ['2026-01-01T08:40:00', '2026-01-01T09:00:00', '2026-01-01T09:20:00', '2026-01-01T09:40:00', '2026-01-02T08:00:00'],
    ],
    ['15/30 * * * * *', '2026-01-01T00:00:00', ['2026-01-01T00:00:15', '2026-01-01T00:00:45', '2026-01-01T00:01:15']],
    ['0 0 9 ? * 1', '2026-01-01T00:00:00', ['2026-01-05T09:00:00']],
    ['0 9 29 2 *', '2026-01-01T00:00:00', ['2028-02-29T09:00:00', '2032-02-29T09:00:00']],
    ['0 9 31 * *', '2026-01-31T09:00:00', ['2026-03-31T09:00:00', '2026-05-31T09:00:00', '2026-07-31T09:00:00']],
    ['0 9 L * *', '2026-01-31T09:00:00', ['2026-02-28T09:00:00', '2026-03-31T09:00:00']],
    ['0 9 L-2 2 *', '2027-01-01T00:00:00', ['2027-02-26T09:00:00', '2028-02-27T09:00:00']],
    // 15 August 2026 is a Saturday, 1 August too, 31 May a Sunday
    ['0 9 15W 8 *', '2026-01-01T00:00:00', ['2026-08-14T09:00:00']],
    ['0 9 1W 8 *', '2026-01-01T00:00:00', ['2026-08-03T09:00:00']],
    ['0 9 LW 5 *', '2026-01-01T00:00:00', ['2026-05-29T09:00:00']],
    ['0 9 * * 5L', '2026-01-01T00:00:00', ['2026-01-30T09:00:00', '2026-02-27T09:00:00']],
    ['0 9 * * FRI#2', '2026-01-01T00:00:00', ['2026-01-09T09:00:00', '2026-02-13T09:00:00']],
    // both days restricted: either; a field that begins with a star restricts nothing by itself
    [
      '0 9 13 * FRI',
      '2026-02-07T00:00:00',
      [
        '2026-02-13T09:00:00',
        '2026-02-20T09:00:00',
        '2026-02-27T09:00:00',
        '2026-03-06T09:00:00',
        '2026-03-13T09:00:00',
        '2026-03-20T09:00:00',
        '2026-03-27T09:00:00',
        '2026-04-03T09:00:00',
        '2026-04-10T09:00:00',
        '2026-04-13T09:00:00',
      ],
    ],
    ['0 9 */2 * MON', '2026-01-01T00:00:00', ['2026-01-05T09:00:00', '2026-01-19T09:00:00']],
    ['0 9 * * SAT-SUN', '2026-01-01T00:00:00', ['2026-01-03T09:00:00', '2026-01-04T09:00:00', '2026-01-10T09:00:00']],
    ['0 9 * JAN,JUL 7', '2026-01-26T00:00:00', ['2026-07-05T09:00:00']],
  ])('%s after %s', (text, from, expected) => {
    expect(firings(text, `${from}Z`, 'UTC', expected.length)).toEqual(expected.map(each => `${each}+00:00`))
  })

  it.each([
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T03:00:00+02:00', '2026-03-30T02:30:00+02:00']],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T02:30:00+02:00', '2026-10-26T02:30:00+01:00']],
    // asked in the second of the two hours
    ['30,50 2 * * *', 'Europe/Berlin', '2026-10-25T01:10:00Z', ['2026-10-26T02:30:00+01:00']],
    ['*/20 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T03:00:00+02:00', '2026-03-30T02:00:00+02:00']],
    ['15 * * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z', ['2026-03-29T01:15:00+01:00', '2026-03-29T03:15:00+02:00']],
    [
      '15 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:30:00Z',
      ['2026-10-25T02:15:00+02:00', '2026-10-25T02:15:00+01:00', '2026-10-25T03:15:00+01:00'],
    ],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', ['2026-10-04T02:30:00+11:00', '2026-10-05T02:15:00+11:00']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00:00Z', ['2026-04-05T01:45:00+11:00', '2026-04-06T01:45:00+10:30']],
    ['0 9 1 * *', 'Asia/Shanghai', '2026-12-31T12:00:00Z', ['2027-01-01T09:00:00+08:00']],
    ['0 9 1 * *', '+05:30', '2026-12-31T12:00:00Z', ['2027-01-01T09:00:00+05:30']],
  ])('%s in %s after %s', (text, zone, from, expected) => expect(firings(text, from, zone, expected.length)).toEqual(expected))

  it.each([
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * 32 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1,,2 * * * *',
    '0 0 30 2 *',
    '0 0 31 FEB,APR *',
    '* * * * MON#6',
    '@fortnightly',
    '0 9 * * L',
    '0 9 32W * *',
    `${'1,'.repeat(70)}1 * * * *`,
  ])('does not understand %s', text => expect(() => checkedCron(text)).toThrow(/^cron/))

  it('is told from expressions', () => {
    expect(['0 9 * * MON-FRI', '*/5 * * * * *', '? 0 L * 5#3', '@daily'].map(looksCron)).toEqual([true, true, true, true])
    expect(['a - b - c', '$now()', '"0 9 * * *"', 'R/P1D', 'amount * 2 > 3 * 4', 'P1D'].map(looksCron).some(Boolean)).toBe(false)
  })
})

/** Three days, minute by minute: what the clock on the wall showed. */
const WINDOWS = [
  ['Europe/Berlin', '2026-03-28T00:00:00Z'],
  ['Europe/Berlin', '2026-10-24T00:00:00Z'],
  ['America/New_York', '2026-03-07T00:00:00Z'],
  ['America/New_York', '2026-10-31T00:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-03T14:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-02T14:00:00Z'],
  ['America/Havana', '2026-10-31T00:00:00Z'],
  ['Africa/Cairo', '2026-04-23T00:00:00Z'],
  ['Asia/Shanghai', '2026-12-30T12:00:00Z'],
  ['UTC', '2028-02-28T00:00:00Z'],
] as const
const MINUTES = 3 * 1440
const walks = new Map<number, { at: number; wall: number }[]>()

function walk(window: number): { at: number; wall: number }[] {
  const [zone, from] = WINDOWS[window]!
  const begin = Date.parse(from)
  const found =
    walks.get(window) ??
    Array.from({ length: MINUTES }, (_, n) => {
      const local = Temporal.Instant.fromEpochMilliseconds(begin + n * 60_000).toZonedDateTimeISO(zone)
      return { at: begin + n * 60_000, wall: Date.parse(`${local.toPlainDateTime().toString({ smallestUnit: 'minute' })}Z`) }
    })
  walks.set(window, found)
  return found
}

interface Sets {
  minutes: number[]
  hours: number[] | undefined
  weekdays: number[] | undefined
}

const textOf = ({ minutes, hours, weekdays }: Sets): string =>
  `${minutes.join(',')} ${hours?.join(',') ?? '*'} * * ${weekdays?.join(',') ?? '*'}`

/** What the walker hears strike. It knows the wall clock of each minute, and nothing of fields, offsets or searching. */
function strikes(window: number, { minutes, hours, weekdays }: Sets): number[] {
  const matches = (wall: number): boolean => {
    const shown = new Date(wall)
    return (
      minutes.includes(shown.getUTCMinutes()) &&
      (hours?.includes(shown.getUTCHours()) ?? true) &&
      (weekdays?.includes(shown.getUTCDay()) ?? true)
    )
  }
  let latest = -Infinity
  return walk(window)
    .filter(({ wall }) => {
      const struck = hours === undefined ? matches(wall) : wall > latest && between(latest, wall).some(matches)
      latest = Math.max(latest, wall)
      return struck
    })
    .map(({ at }) => at)
}

/** Wall minutes after `a` up to `b`: more than one where the clock jumped. */
const between = (a: number, b: number): number[] =>
  a === -Infinity ? [b] : Array.from({ length: (b - a) / 60_000 }, (_, n) => a + (n + 1) * 60_000)

test('cron fires when a walker with a wall clock hears it, through every change of the clock', () => {
  const some = (max: number, maxLength: number) => fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength })
  const sets: fc.Arbitrary<Sets> = fc.record({
    minutes: some(59, 4),
    hours: fc.option(
      fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })), { minLength: 1, maxLength: 5 }),
      { nil: undefined },
    ),
    weekdays: fc.option(some(6, 4), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.nat(WINDOWS.length - 1), sets, fc.nat(MINUTES - 1), fc.nat(59_999), (window, wanted, minute, offset) => {
      const [zone] = WINDOWS[window]!
      const start = walk(window)[minute]!.at + offset
      const end = walk(window).at(-1)!.at
      const cron = checkedCron(textOf(wanted))
      const found: number[] = []
      for (
        let at = nextCron(cron, Temporal.Instant.fromEpochMilliseconds(start), zone);
        at && at.epochMilliseconds <= end;
        at = nextCron(cron, at, zone)
      )
        found.push(at.epochMilliseconds)
      expect(found).toEqual(strikes(window, wanted).filter(at => at > start))
    }),
    { numRuns: 300 },
  )
})
