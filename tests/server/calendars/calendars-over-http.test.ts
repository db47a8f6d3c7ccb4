import { calendarOf } from '../../../server/calendars/calendar-of.js'
import { reader } from '../../../server/db/transaction.js'
import { anApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'

jest.setTimeout(60_000)

const office = [['09:00', '17:00']]
const shop = {
  key: 'shop',
  name: { zh: '门店', en: 'Shop' },
  zone: 'Europe/Berlin',
  week: [office, office, office, office, office, [['10:00', '14:00']], []],
}
const event = (title: string, from: string, to: string): string =>
  `BEGIN:VEVENT\nDTSTART;VALUE=DATE:${from}\nDTEND;VALUE=DATE:${to}\nSUMMARY:${title}\nEND:VEVENT\n`
const ics = (...events: string[]): string => `BEGIN:VCALENDAR\n${events.join('')}END:VCALENDAR\n`

eachDatabase('calendars over HTTP', database => {
  let app: TestApp
  let admin: Client
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
  })
  afterAll(() => app.close())

  it('come with the working days of China as the State Council arranged them', async () => {
    const { body } = await admin.get('/calendars/cn')
    expect(body).toMatchObject({ key: 'cn', zone: 'Asia/Shanghai', rev: 1, years: [2025, 2026] })
    const of = (year: string, hours: string): string[] =>
      body.days.filter((day: any) => day.date.startsWith(year) && day.hours === hours).map((day: any) => day.date.slice(5))
    expect(of('2025', 'off')).toHaveLength(1 + 8 + 3 + 5 + 3 + 8)
    expect(of('2026', 'off')).toHaveLength(3 + 9 + 3 + 5 + 3 + 3 + 7)
    expect(of('2025', 'ordinary')).toEqual(['01-26', '02-08', '04-27', '09-28', '10-11'])
    expect(of('2026', 'ordinary')).toEqual(['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'])
    // an error of one day would show: nobody makes up for a working day, and nobody is given a Sunday for a holiday
    const weekday = (date: string): number => new Date(date).getUTCDay()
    expect(body.days.filter((day: any) => day.hours === 'ordinary' && ![0, 6].includes(weekday(day.date)))).toEqual([])
    // as payroll offices count them
    const calendar = (await calendarOf(reader(app.db), 'cn'))!
    const worked = (year: number): number =>
      Array.from({ length: 365 }, (_, n) => new Date(Date.UTC(year, 0, n + 1)).toISOString().slice(0, 10)).filter(
        date => (calendar.days[date] ?? calendar.week[(weekday(date) + 6) % 7]!).length > 0,
      ).length
    expect([worked(2025), worked(2026)]).toEqual([248, 248])
  })

  it('are made and changed by the revision that one saw', async () => {
    expect(await admin.post('/calendars', shop)).toMatchObject({ status: 201, body: { rev: 1, yearly: true, days: [] } })
    expect(await admin.post('/calendars', shop)).toMatchObject({ status: 409, body: { code: 'CALENDAR_KEY_TAKEN' } })
    const { key: _, ...setting } = shop
    const changed = await admin.put('/calendars/shop', { ...setting, rev: 1, zone: 'Europe/Vienna', yearly: false })
    expect(changed).toMatchObject({ status: 200, body: { rev: 2, zone: 'Europe/Vienna', yearly: false, missingYears: [] } })
    expect(await admin.put('/calendars/shop', { ...setting, rev: 1 })).toMatchObject({
      status: 409,
      body: { code: 'CALENDAR_CHANGED' },
    })
    expect(await admin.put('/calendars/shopp', { ...setting, rev: 1 })).toMatchObject({ status: 404 })
    expect((await admin.get('/calendars')).body.map((each: any) => each.key)).toEqual(['cn', 'shop'])
    expect(await admin.delete('/calendars/shop')).toMatchObject({ status: 204 })
    expect(await admin.get('/calendars/shop')).toMatchObject({ status: 404, body: { code: 'NO_SUCH_CALENDAR' } })
  })

  it.each([
    ['a zone that does not exist', { zone: 'Europe/Atlantis' }, 'ZONE_UNKNOWN', 'zone'],
    ['hours that end before they begin', { week: [[['17:00', '09:00']], [], [], [], [], [], []] }, 'HOURS_WRONG', 'week[0][0]'],
    [
      'hours that overlap',
      {
        week: [
          [],
          [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
          [],
          [],
          [],
          [],
          [],
        ],
      },
      'HOURS_WRONG',
      'week[1][1]',
    ],
    ['a week without work', { week: [[], [], [], [], [], [], []] }, 'WEEK_WITHOUT_WORK', 'week'],
    ['an hour that no clock shows', { week: [[['09:00', '25:00']], [], [], [], [], [], []] }, 'WRONG_FORMAT', 'week[0][0][1]'],
    ['six days', { week: [[], [], [], [], [], office] }, 'TOO_SMALL', 'week'],
  ])('refuse %s', async (_, wrong, code, at) => {
    const { status, body } = await admin.post('/calendars', { ...shop, key: 'wrong', ...wrong })
    expect([400, 422]).toContain(status)
    expect(body.problems).toContainEqual(expect.objectContaining({ code, at }))
    expect((await admin.get('/calendars/wrong')).status).toBe(404)
  })

  it('take days in bulk and give them back; a day of work follows the week', async () => {
    await admin.post('/calendars', { ...shop, key: 'days' })
    const put = [
      { date: '2026-12-24', title: 'Eve', hours: [['09:00', '12:00']] },
      { date: '2026-12-25', title: 'Christmas', hours: 'off' },
      { date: '2026-12-27', title: 'Open Sunday', hours: 'ordinary' },
    ]
    expect(await admin.post('/calendars/days/days', { rev: 1, put })).toMatchObject({
      status: 200,
      body: { rev: 2, years: [2026], days: put },
    })
    expect((await calendarOf(reader(app.db), 'days'))!.days).toEqual({
      '2026-12-24': [['09:00', '12:00']],
      '2026-12-25': [],
      '2026-12-27': office,
    })
    const again = { rev: 2, put: [{ ...put[0], hours: 'off' }], remove: ['2026-12-27', '2026-12-28'] }
    const { body } = await admin.post('/calendars/days/days', again)
    expect(body).toMatchObject({ rev: 3, days: [{ date: '2026-12-24', hours: 'off' }, { date: '2026-12-25' }] })
    expect(body.days).toHaveLength(2)
    expect(await admin.post('/calendars/days/days', again)).toMatchObject({ status: 409 })
    expect(await admin.post('/calendars/days/days', { rev: 3, put: [{ ...put[0], date: '2026-02-30' }] })).toMatchObject({
      status: 400,
    })
  })

  it('show what an .ics file would change, and change that', async () => {
    const file = ics(
      event('元旦', '20270101', '20270104'),
      event('元旦（班）', '20270109', '20270110'),
      event('Eve', '20261010', '20261011'),
    )
    const { rev } = (await admin.get('/calendars/cn')).body
    const preview = await admin.post('/calendars/cn/ics/preview', { ics: file })
    expect(preview.body.days.map((day: any) => [day.date, day.hours, day.change])).toEqual([
      ['2026-10-10', 'off', 'changed'],
      ['2027-01-01', 'off', 'new'],
      ['2027-01-02', 'off', 'new'],
      ['2027-01-03', 'off', 'new'],
      ['2027-01-09', 'ordinary', 'new'],
    ])
    expect((await admin.get('/calendars/cn')).body.rev).toBe(rev)
    const applied = await admin.post('/calendars/cn/ics', { rev, ics: file, except: ['2026-10-10'] })
    expect(applied).toMatchObject({ status: 200, body: { rev: rev + 1, years: [2025, 2026, 2027] } })
    expect(applied.body.days.find((day: any) => day.date === '2026-10-10').hours).toBe('ordinary')
    const second = await admin.post('/calendars/cn/ics/preview', { ics: file })
    expect(second.body.days.map((day: any) => day.change)).toEqual(['changed', 'same', 'same', 'same', 'same'])
    expect(await admin.post('/calendars/cn/ics/preview', { ics: 'nonsense' })).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'ICS_NOT_A_CALENDAR' }] },
    })
  })

  it('say from November on that the holidays of the next year are missing', async () => {
    await admin.post('/calendars', { ...shop, key: 'yearly' })
    // a session does not last so long
    const missing = async (): Promise<number[]> => (await (await app.admin()).get('/calendars/yearly')).body.missingYears
    const year = app.clock.now().getUTCFullYear()
    const to = (date: string): void => void app.clock.advance(Date.parse(date) - app.clock.now().getTime())
    to(`${year + 1}-10-31T22:30:00Z`)
    expect(await missing()).toEqual([year + 1])
    // in the zone of the calendar it is November
    to(`${year + 1}-10-31T23:30:00Z`)
    expect(await missing()).toEqual([year + 1, year + 2])
    const put = [{ date: `${year + 2}-01-01`, title: 'New Year', hours: 'off' }]
    const { body } = await (await app.admin()).post('/calendars/yearly/days', { rev: 1, put })
    expect(body.missingYears).toEqual([year + 1])
  })
})
