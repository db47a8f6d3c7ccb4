import { readIcs } from '../../../server/calendars/read-ics.js'

const ics = (...events: string[][]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap(event => ['BEGIN:VEVENT', ...event, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n')
const days = (text: string): string[] => {
  const read = readIcs(text)
  return 'problems' in read
    ? read.problems.map(each => each.code)
    : read.days.map(({ date, title, hours }) => `${date} ${hours} ${title}`)
}

describe('an iCalendar file', () => {
  it.each([
    ['one day', ['DTSTART;VALUE=DATE:20270101', 'DTEND;VALUE=DATE:20270102', 'SUMMARY:New Year'], ['2027-01-01 off New Year']],
    ['no end: its day', ['DTSTART;VALUE=DATE:20270101', 'SUMMARY:New Year'], ['2027-01-01 off New Year']],
    ['an end on the same day', ['DTSTART;VALUE=DATE:20270101', 'DTEND;VALUE=DATE:20270101', 'SUMMARY:A'], ['2027-01-01 off A']],
    [
      'an end that is not included',
      ['DTSTART:20280228', 'DTEND:20280301', 'SUMMARY:A'],
      ['2028-02-28 off A', '2028-02-29 off A'],
    ],
    ['a length', ['DTSTART:20261231', 'DURATION:P2D', 'SUMMARY:A'], ['2026-12-31 off A', '2027-01-01 off A']],
    [
      'a folded, escaped title',
      ['DTSTART:20270101', 'SUMMARY:Spring\\, ', ' Festival\\;', '\t\\nall'],
      ['2027-01-01 off Spring, Festival; all'],
    ],
    ['a colon inside quotes', ['DTSTART;TZID="a:b";VALUE=DATE:20270101', 'SUMMARY;X="c:d":A'], ['2027-01-01 off A']],
    [
      'Apple: a make-up day',
      ['DTSTART:20270101', 'SUMMARY:春节（班）', 'X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY'],
      ['2027-01-01 ordinary 春节'],
    ],
    ['Apple: a holiday', ['DTSTART:20270101', 'SUMMARY:春节（休）', 'X-APPLE-SPECIAL-DAY:WORK-HOLIDAY'], ['2027-01-01 off 春节']],
    ['a make-up day by its title', ['DTSTART:20270101', 'SUMMARY:国庆节补班'], ['2027-01-01 ordinary 国庆节补班']],
    ['the same in English', ['DTSTART:20270101', 'SUMMARY:Special Working Day'], ['2027-01-01 ordinary Special Working Day']],
    [
      'an alarm inside',
      ['DTSTART:20270101', 'SUMMARY:A', 'BEGIN:VALARM', 'SUMMARY:B', 'DURATION:PT5M', 'END:VALARM'],
      ['2027-01-01 off A'],
    ],
    ['no title', ['DTSTART:20270101'], ['2027-01-01 off -']],
  ])('with %s', (_, event, expected) => expect(days(ics(event))).toEqual(expected))

  it('puts two holidays of one day together, and orders by date', () => {
    expect(days(ics(['DTSTART:20270102', 'SUMMARY:B'], ['DTSTART:20270101', 'DTEND:20270103', 'SUMMARY:A']))).toEqual([
      '2027-01-01 off A',
      '2027-01-02 off B、A',
    ])
  })

  it('skips what is called off or merely observed, and says so', () => {
    const read = readIcs(
      ics(
        ['DTSTART:20270101', 'SUMMARY:A', 'STATUS:CANCELLED'],
        ['DTSTART:20270102', 'SUMMARY:Mothers Day', 'DESCRIPTION:Observance\\nTo hide …'],
        ['DTSTART:20270103', 'SUMMARY:C'],
      ),
    )
    expect(read).toMatchObject({
      days: [{ title: 'C' }],
      skipped: [
        { title: 'A', reason: 'cancelled' },
        { title: 'Mothers Day', reason: 'observance' },
      ],
    })
  })

  it('reads line feeds alone and a byte order mark', () => {
    expect(days(`\uFEFF${ics(['DTSTART:20270101', 'SUMMARY:A']).replaceAll('\r', '')}`)).toEqual(['2027-01-01 off A'])
  })

  it.each([
    ['an event that recurs', ics(['DTSTART:20270101', 'SUMMARY:A', 'RRULE:FREQ=YEARLY']), 'ICS_RECURRING'],
    ['an event with a time', ics(['DTSTART:20270101T090000Z', 'SUMMARY:A']), 'ICS_NOT_ALL_DAY'],
    ['an event without a date', ics(['SUMMARY:A']), 'ICS_DATE_WRONG'],
    ['30 February', ics(['DTSTART:20270230', 'SUMMARY:A']), 'ICS_DATE_WRONG'],
    ['an end before the beginning', ics(['DTSTART:20270102', 'DTEND:20270101', 'SUMMARY:A']), 'ICS_DATE_WRONG'],
    ['a holiday of a year', ics(['DTSTART:20270101', 'DTEND:20280101', 'SUMMARY:A']), 'ICS_DATE_WRONG'],
    ['a length of hours', ics(['DTSTART:20270101', 'DURATION:PT8H', 'SUMMARY:A']), 'ICS_DATE_WRONG'],
    [
      'a day free and worked',
      ics(['DTSTART:20270101', 'SUMMARY:A'], ['DTSTART:20270101', 'SUMMARY:A（班）']),
      'ICS_CONTRADICTION',
    ],
    ['no event', ics(), 'ICS_EMPTY'],
    ['a file that ends in the middle', ics(['DTSTART:20270101']).slice(0, 60), 'ICS_NOT_A_CALENDAR'],
    ['parts that end crosswise', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VCALENDAR', 'ICS_NOT_A_CALENDAR'],
    ['a web page', '<html></html>', 'ICS_NOT_A_CALENDAR'],
    ['nothing', '', 'ICS_NOT_A_CALENDAR'],
    ['half a megabyte', ics(['DTSTART:20270101', `SUMMARY:${'a'.repeat(600_000)}`]), 'ICS_TOO_LARGE'],
  ])('with %s is refused', (_, text, code) => {
    const read = readIcs(text)
    expect('problems' in read && read.problems[0]!.code).toBe(code)
  })

  it('says in which line', () => {
    const read = readIcs(
      ics(['DTSTART:20270101', 'SUMMARY:A'], ['SUMMARY:B', ' C', 'DTSTART:20270102T080000', 'RRULE:FREQ=DAILY']),
    )
    expect(read).toEqual({ problems: [{ code: 'ICS_RECURRING', params: { title: 'BC', line: 10 } }] })
  })
})
