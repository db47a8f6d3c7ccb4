import {
  agoText,
  bytesText,
  dateText,
  dayText,
  dueText,
  durationText,
  moneyText,
  numberText,
  usedShare,
  whenText,
} from '@/ui/format'
import { speak } from '../support/texts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Noon in the zone of the machine, so that hours around it stay on the same day. */
const noon = new Date(2026, 10, 20, 12).getTime()

beforeEach(() => speak('zh-CN'))

test('a calendar date never shifts, an instant is shown in the asked zone', () => {
  expect(dateText('2026-11-27', 'America/New_York')).toBe('2026-11-27')
  expect(dateText('2026-11-27T01:00:00Z', 'America/New_York')).toBe('2026-11-26')
  expect(dateText('2026-11-27T23:00:00Z', 'Asia/Shanghai')).toBe('2026-11-28')
})

test.each([
  [20_000, '1 分钟', '1 min'],
  [90 * minute, '1 小时', '1 hour'],
  [26 * hour, '1 天', '1 day'],
  [-3 * day, '3 天', '3 days'],
])('a span of %i ms', (span, zh, en) => {
  expect(durationText(span)).toBe(zh)
  speak('en')
  expect(durationText(span)).toBe(en)
})

test.each([
  ['overdue', noon - 3 * day, 'bad', '逾期 3 天'],
  ['just overdue', noon - 1, 'bad', '逾期 1 分钟'],
  ['in two hours', noon + 2.5 * hour, 'warn', '剩 2 小时'],
  ['this evening', noon + 6 * hour, 'warn', '今天 18:00'],
  ['tomorrow', noon + 18 * hour, 'warn', '明天 06:00'],
  ['in three days', noon + 3 * day, 'none', '周一 12:00'],
  ['in two weeks', noon + 14 * day, 'none', '12月4日'],
])('due %s', (_when, at, tone, text) => {
  expect(dueText(at, noon)).toEqual({ tone, text })
})

test('a due date without a time lasts until the end of its day', () => {
  expect(dueText('2026-11-20', noon)).toEqual({ tone: 'warn', text: '今天' })
  expect(dueText('2026-11-19', noon).tone).toBe('bad')
  expect(dueText('2026-11-21', noon)).toEqual({ tone: 'warn', text: '明天' })
})

test('places in time are as short as they can be', () => {
  expect(whenText(noon - hour, noon)).toBe('今天 11:00')
  expect(whenText(noon - day, noon)).toBe('昨天 12:00')
  expect(whenText(noon - 3 * day, noon)).toBe('11-17 12:00')
  expect(whenText(noon - 400 * day, noon)).toBe('2025-10-16')
  expect(agoText(noon - 5000, noon)).toBe('刚刚')
  expect(agoText(noon - 3 * hour, noon)).toBe('3 小时前')
  expect(dayText(noon)).toBe('11月20日 周五')
  speak('en')
  expect(dayText(noon)).toBe('Fri, Nov 20')
})

test('the used share of a term stays between 0 and 1', () => {
  expect(usedShare(0, 100, 25)).toBe(0.25)
  expect(usedShare(0, 100, -5)).toBe(0)
  expect(usedShare(0, 100, 500)).toBe(1)
  expect(usedShare(100, 100, 0)).toBe(1)
})

test('money stays exact where a float would not', () => {
  expect(moneyText('9007199254740993.01')).toBe('¥9,007,199,254,740,993.01')
  expect(moneyText('3860000')).toBe('¥3,860,000')
  expect(moneyText('0.10')).toBe('¥0.10')
  expect(numberText('1234567.5')).toBe('1,234,567.5')
  expect(bytesText(1_250_000)).toMatch(/1\.3 ?MB/)
})
