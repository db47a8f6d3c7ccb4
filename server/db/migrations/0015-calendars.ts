import type { MigrationInterface, QueryRunner } from 'typeorm'
import { addColumn, defineTable } from '../define-table.js'
import { dialectOf } from '../transaction.js'

/** Calendars of working time, and the days that differ from their weekday (`hours`: off, ordinary, or JSON of intervals); due times that are set. */
export class Calendars0000000000015 implements MigrationInterface {
  name = 'Calendars0000000000015'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'calendars', {
      columns: { calendar_key: 'id', name: 'text', zone: 'name', week: 'long', yearly: 'flag', rev: 'int' },
      primary: ['calendar_key'],
    })
    await defineTable(runner, 'calendar_days', {
      columns: { calendar_key: 'id', day: 'id', title: 'text', hours: 'text' },
      primary: ['calendar_key', 'day'],
    })
    // a due time that a person set is no longer moved by data
    await addColumn(runner, 'tasks', 'due_fixed', { type: 'flag', default: 0 })
    const { insertIgnore } = dialectOf(runner.connection)
    const ordinary = [
      ['09:00', '12:00'],
      ['13:00', '18:00'],
    ]
    const week = [ordinary, ordinary, ordinary, ordinary, ordinary, [], []]
    await runner.query(`${insertIgnore} INTO calendars (calendar_key, name, zone, week, yearly, rev) VALUES (?, ?, ?, ?, 1, 1)`, [
      'cn',
      JSON.stringify({ zh: '中国工作日历', en: 'Working days in China' }),
      'Asia/Shanghai',
      JSON.stringify(week),
    ])
    for (const [zh, en, first, last, ...makeUp] of CHINA) {
      for (const day of daysFrom(first, last)) await put(runner, insertIgnore, day, { zh, en }, 'off')
      for (const day of makeUp)
        await put(runner, insertIgnore, day, { zh: `${zh}调休上班`, en: `Make-up day, ${en}` }, 'ordinary')
    }
  }

  async down(): Promise<void> {}
}

const put = (
  runner: QueryRunner,
  insert: string,
  day: string,
  title: { zh: string; en: string },
  hours: string,
): Promise<unknown> =>
  runner.query(`${insert} INTO calendar_days (calendar_key, day, title, hours) VALUES ('cn', ?, ?, ?)`, [
    day,
    JSON.stringify(title),
    hours,
  ])

/**
 * As the General Office of the State Council arranged them on 12 November 2024 and on 4 November 2025: free from … to …, then the weekend
 * days that are worked instead. Later years are entered or imported, since they are not known yet.
 */
const CHINA: [zh: string, en: string, first: string, last: string, ...makeUp: string[]][] = [
  ['元旦', 'New Year', '2025-01-01', '2025-01-01'],
  ['春节', 'Spring Festival', '2025-01-28', '2025-02-04', '2025-01-26', '2025-02-08'],
  ['清明节', 'Qingming Festival', '2025-04-04', '2025-04-06'],
  ['劳动节', 'Labour Day', '2025-05-01', '2025-05-05', '2025-04-27'],
  ['端午节', 'Dragon Boat Festival', '2025-05-31', '2025-06-02'],
  ['国庆节、中秋节', 'National Day and Mid-Autumn Festival', '2025-10-01', '2025-10-08', '2025-09-28', '2025-10-11'],
  ['元旦', 'New Year', '2026-01-01', '2026-01-03', '2026-01-04'],
  ['春节', 'Spring Festival', '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'],
  ['清明节', 'Qingming Festival', '2026-04-04', '2026-04-06'],
  ['劳动节', 'Labour Day', '2026-05-01', '2026-05-05', '2026-05-09'],
  ['端午节', 'Dragon Boat Festival', '2026-06-19', '2026-06-21'],
  ['中秋节', 'Mid-Autumn Festival', '2026-09-25', '2026-09-27'],
  ['国庆节', 'National Day', '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'],
]

function daysFrom(first: string, last: string): string[] {
  const count = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1
  return Array.from({ length: count }, (_, n) => new Date(Date.parse(first) + n * 86_400_000).toISOString().slice(0, 10))
}
