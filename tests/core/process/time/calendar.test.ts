import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { addWorking, nextDue, schedule, scheduleDue, type Calendar, type Due, type Interval } from '#core/process/schedule'

const OFFICE: Interval[] = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
]
/** Shanghai around the National Day of 2026: free from 1 to 7 October, work on Sunday 20 September and Saturday 10 October. */
const china: Calendar = {
  zone: 'Asia/Shanghai',
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []],
  days: {
    '2026-09-20': OFFICE,
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(day => [`2026-10-0${day}`, []])),
    '2026-10-10': [['09:00', '12:00']],
  },
}
/** Open from Sunday evening to Friday night, also through the change of the clock. */
const berlin: Calendar = {
  zone: 'Europe/Berlin',
  week: [
    [['00:00', '24:00']],
    [['00:00', '24:00']],
    [['00:00', '24:00']],
    [['00:00', '24:00']],
    [['00:00', '24:00']],
    [],
    [
      ['00:00', '06:00'],
      ['22:00', '24:00'],
    ],
  ],
  days: {},
}
const local = (at: string, { zone }: Calendar): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', offset: 'never', smallestUnit: 'minute' })
const instant = (wall: string, { zone }: Calendar): string =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant().toString()

describe('working time', () => {
  it.each([
    // Tuesday 29 September, 10:00
    ['2026-09-29T10:00', 'PT2H', '2026-09-29T12:00'],
    ['2026-09-29T10:00', 'PT2H30M', '2026-09-29T13:30'],
    ['2026-09-29T09:00', 'PT8H', '2026-09-29T18:00'],
    ['2026-09-29T10:00', 'PT8H', '2026-09-30T10:00'],
    ['2026-09-29T12:30', 'PT1H', '2026-09-29T14:00'],
    ['2026-09-29T20:00', 'PT1H', '2026-09-30T10:00'],
    // over the holidays, into the short make-up Saturday, over its Sunday
    ['2026-09-30T17:00', 'PT2H', '2026-10-08T10:00'],
    ['2026-10-09T17:00', 'PT3H', '2026-10-10T11:00'],
    ['2026-10-09T17:00', 'PT5H', '2026-10-12T10:00'],
    ['2026-09-18T17:00', 'PT2H', '2026-09-20T10:00'],
    ['2026-09-29T10:00', 'P1D', '2026-09-30T10:00'],
    ['2026-09-29T10:00', 'P2D', '2026-10-08T10:00'],
    ['2026-09-18T10:00', 'P1D', '2026-09-20T10:00'],
    // a day that closes earlier is due at its end, and does not shorten those after it
    ['2026-10-09T17:00', 'P1D', '2026-10-10T12:00'],
    ['2026-10-09T17:00', 'P2D', '2026-10-12T17:00'],
    // what begins outside working time begins at the next opening
    ['2026-10-03T15:00', 'P1D', '2026-10-09T09:00'],
    ['2026-09-29T19:00', 'P1D', '2026-10-08T09:00'],
    ['2026-09-29T07:00', 'P1D', '2026-09-30T09:00'],
    ['2026-09-29T12:30', 'P1D', '2026-09-30T13:00'],
    ['2026-09-29T18:00', 'P1D', '2026-09-30T18:00'],
    ['2026-09-29T10:00', 'P1DT4H', '2026-09-30T15:00'],
    ['2026-09-29T10:00', 'P1W', '2026-10-08T09:00'],
    ['2026-09-29T10:00', 'PT0S', '2026-09-29T10:00'],
    ['2026-10-03T10:00', 'PT0S', '2026-10-08T09:00'],
  ])('%s and %s: %s', (at, length, due) => expect(local(addWorking(instant(at, china), length, china), china)).toBe(due))

  it.each([
    // the clock goes back at 3:00 and forward at 2:00, both inside the shift of Sunday, which has seven hours then, and five
    ['2026-10-24T12:00', 'PT6H', '2026-10-25T05:00'],
    ['2026-03-28T12:00', 'PT5H1M', '2026-03-29T22:01'],
    ['2026-03-27T23:00', 'PT1H', '2026-03-28T00:00'],
    ['2026-03-27T23:00', 'PT2H', '2026-03-29T01:00'],
    ['2026-03-29T23:00', 'P1D', '2026-03-30T23:00'],
  ])('over a change of the clock: %s and %s', (at, length, due) =>
    expect(local(addWorking(instant(at, berlin), length, berlin), berlin)).toBe(due),
  )

  it('is what a duration, a due time and a cycle mean with a calendar', () => {
    const at = instant('2026-09-30T10:00', china)
    const due = { dueAt: '2026-10-08T02:00:00.000Z' }
    expect(schedule('duration', 'P1D', at, 'UTC', china)).toEqual(due)
    expect(scheduleDue('P1D', at, 'UTC', china)).toEqual(due)
    expect(scheduleDue('2026-10-01', at, 'UTC', china)).toEqual({ dueAt: '2026-10-01T00:00:00.000Z' })
    const seen: string[] = []
    for (const text of ['R4/P1D', '0 17 * * *', 'R3/2026-10-09T17:00/P1D']) {
      let next = schedule('cycle', text, at, 'Asia/Shanghai', china) as Due | undefined
      for (let n = 0; next && n < 4; n += 1, next = nextDue(next, 'Asia/Shanghai', { calendar: china }))
        seen.push(local(next.dueAt, china))
    }
    expect(seen).toEqual([
      ...['2026-10-08T10:00', '2026-10-09T10:00', '2026-10-10T10:00', '2026-10-12T10:00'],
      // a cron knows its hour; the calendar says on which days
      ...['2026-09-30T17:00', '2026-10-08T17:00', '2026-10-09T17:00', '2026-10-10T17:00'],
      ...['2026-10-09T17:00', '2026-10-10T12:00', '2026-10-12T17:00'],
    ])
  })

  it('that never comes is said, not searched for ever', () => {
    const closed: Calendar = { zone: 'UTC', week: [[], [], [], [], [], [], []], days: { '2026-01-01': OFFICE } }
    for (const [type, text] of [
      ['duration', 'PT9H'],
      ['duration', 'P2D'],
      ['cycle', 'R/P1D'],
    ] as const)
      expect(schedule(type, text, '2025-12-31T00:00:00Z', 'UTC', closed)).toMatchObject({
        problem: { code: 'CALENDAR_WITHOUT_TIME' },
      })
    expect(schedule('cycle', '0 8 * * *', '2026-01-02T00:00:00Z', 'UTC', closed)).toMatchObject({
      problem: { code: 'TIMER_OVER' },
    })
    expect(schedule('cycle', 'R3/P1D/2026-10-01', '2026-01-01T00:00:00Z', 'UTC', china)).toMatchObject({
      problem: { code: 'TIMER_NOT_UNDERSTOOD' },
    })
  })
})

const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe')
const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
/** Up to three intervals, on quarters of an hour. */
const hours: fc.Arbitrary<Interval[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
  .map(marks => marks.sort((a, b) => a - b))
  .map(marks =>
    Array.from({ length: Math.floor(marks.length / 2) }, (_, n): Interval => [
      time(marks[2 * n]! * 15),
      time(marks[2 * n + 1]! * 15),
    ]),
  )
const calendar: fc.Arbitrary<Calendar> = fc
  .record({
    zone,
    open: hours,
    week: fc.array(fc.option(hours, { nil: [] as Interval[] }), { minLength: 6, maxLength: 6 }),
    days: fc.dictionary(
      fc.integer({ min: 1, max: 28 }).map(day => `2026-03-${String(day + 3).padStart(2, '0')}`),
      fc.option(hours, { nil: [] as Interval[] }),
    ),
  })
  .map(({ open, week, ...rest }) => ({ ...rest, week: [open, ...week] }))
const moment = fc.integer({ min: Date.parse('2026-02-20'), max: Date.parse('2026-04-20') }).map(at => new Date(at).toISOString())
const minutes = fc.integer({ min: 1, max: 6_000 })
const inMinutes = (length: number): string => `PT${length}M`

/** Instants that a calendar's days and hours cover, found by their wall clock; ends included. */
function inside(at: string, { zone, week, days }: Calendar): boolean {
  const shown = Temporal.Instant.from(at).toZonedDateTimeISO(zone)
  const on = (date: Temporal.PlainDate): Interval[] => days[date.toString()] ?? week[date.dayOfWeek - 1]!
  const clock = shown.toPlainTime().toString().slice(0, 12)
  const today = shown.toPlainDate()
  return (
    on(today).some(([from, to]) => from <= clock && (clock <= `${to}:00.000` || clock === to)) ||
    (clock.startsWith('00:00:00') && on(today.subtract({ days: 1 })).at(-1)?.[1] === '24:00')
  )
}

describe('laws of working time', () => {
  test('two lengths one after the other are their sum', () => {
    fc.assert(
      fc.property(calendar, moment, minutes, minutes, (each, at, a, b) => {
        expect(addWorking(addWorking(at, inMinutes(a), each), inMinutes(b), each)).toBe(addWorking(at, inMinutes(a + b), each))
      }),
      { numRuns: 200 },
    )
  })

  test('the same holds for days where working days have the same hours', () => {
    const even = calendar.map(each => {
      const open = each.week[0]!
      const same = (its: Interval[]): Interval[] => (its.length > 0 ? open : [])
      return {
        ...each,
        week: each.week.map(same),
        days: Object.fromEntries(Object.entries(each.days).map(([day, its]) => [day, same(its)])),
      }
    })
    const days = fc.integer({ min: 0, max: 20 })
    // where the clock itself skips the hours of a day there is no "same time"
    const steady = even.map(each => ({ ...each, zone: 'Asia/Shanghai' }))
    fc.assert(
      fc.property(steady, moment, days, days, (each, at, a, b) => {
        expect(addWorking(addWorking(at, `P${a}D`, each), `P${b}D`, each)).toBe(addWorking(at, `P${a + b}D`, each))
      }),
      { numRuns: 200 },
    )
  })

  test('what is due lies in working time, later than it began, and as far as a walker counts', () => {
    fc.assert(
      fc.property(calendar, moment, fc.integer({ min: 1, max: 900 }), (each, at, length) => {
        const due = addWorking(at, inMinutes(length), each)
        expect(due > at).toBe(true)
        expect(inside(due, each)).toBe(true)
        let worked = 0
        // half a second into each minute, since ends belong to both sides
        const begin = Date.parse(at)
        for (let now = begin; now < Date.parse(due); now += 60_000) if (open(now + 500, each)) worked += 1
        expect(Math.abs(worked - length)).toBeLessThanOrEqual(6)
      }),
      { numRuns: 25 },
    )
  })

  test('a working day later is on a working day', () => {
    fc.assert(
      fc.property(calendar, moment, fc.integer({ min: 1, max: 30 }), (each, at, days) => {
        const due = addWorking(at, `P${days}D`, each)
        expect(due > at).toBe(true)
        if (each.zone === 'Asia/Shanghai') expect(inside(due, each)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

const offsets = new Map<string, string>()
/** Is it work at this instant? The wall clock is asked of Intl, once an hour and zone. */
function open(now: number, { zone, week, days }: Calendar): boolean {
  const key = `${zone}${Math.floor(now / 900_000)}`
  if (!offsets.has(key))
    offsets.set(
      key,
      new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
        Math.floor(now / 900_000) * 900_000,
      ),
    )
  const [date = '', clock = ''] = offsets.get(key)!.split(' ')
  const shown = clock.slice(0, 3) + String(Number(clock.slice(3)) + Math.floor((now % 900_000) / 60_000)).padStart(2, '0')
  const weekday = (new Date(date).getUTCDay() + 6) % 7
  return (days[date] ?? week[weekday]!).some(([from, to]) => from <= shown && shown < to)
}
