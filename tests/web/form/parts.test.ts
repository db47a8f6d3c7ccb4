import { aForm } from '../../support/forms'
import { caretAfter, phoneShown, phoneTyped } from '@/form/fields/phone-text'
import { inTenThousands, quantityShown, quantityTyped } from '@/form/fields/quantity-text'
import { cellsOfPaste, sumOf } from '@/form/fields/subform-rows'
import { keepable } from '@/form/keepable'
import { changedKeys, merged } from '@/form/merge'
import { sheetOf, shiftMonth } from '@/form/month'
import { sectionsOf } from '@/form/sections'
import { addressOf, channelsOf } from '@/pages/links/channels'
import { qrSvg } from '@/pages/links/qr'

test.each([
  ['1', '1'],
  ['1380571', '138 0571'],
  ['13805718600', '138 0571 8600'],
  ['021-6888', '021-6888'],
])('phone %s is shown as %s', (value, shown) => expect(phoneShown(value)).toBe(shown))

test.each([
  ['138 0571', '1380571'],
  ['138-0571-8600', '13805718600'],
  ['+852 1234', '+852 1234'],
])('phone typed as %s is kept as %s', (text, value) => expect(phoneTyped(text)).toBe(value))

test('the caret stays behind the same digit', () => expect(caretAfter('138 0571 8600', 4)).toBe(5))

test.each([
  ['3860000.00', '3,860,000.00', '3860000', '386 万'],
  ['0.50', '0.50', '0.5', undefined],
  ['120000000.00', '120,000,000.00', '120000000', '1.2 亿'],
  ['abc', 'abc', 'abc', undefined],
])('quantity %s: %s, typed %s, read %s', (value, shown, typed, reading) => {
  expect([quantityShown(value), quantityTyped(value), inTenThousands(value)]).toEqual([shown, typed, reading])
})

test('sums are exact where floats are not', () => {
  expect(sumOf([{ a: '0.10' }, { a: '0.2' }, { a: '很多' }, {}], 'a')).toBe('0.30')
  expect(sumOf([{ a: '-5' }, { a: '4.99' }], 'a')).toBe('-0.01')
  expect(sumOf([{}], 'a')).toBeUndefined()
})

test('a single text on the clipboard is no table', () => {
  expect(cellsOfPaste('a b\n')).toBeUndefined()
  expect(cellsOfPaste('a\tb\r\nc\t\r\n')).toEqual([
    ['a', 'b'],
    ['c', ''],
  ])
})

test('a month is six weeks from Monday, and its last day is met from longer ones', () => {
  const sheet = sheetOf('2026-11-21')
  expect([sheet[0]!.day, sheet[6]!.day, sheet[41]!.day]).toEqual(['2026-10-26', '2026-11-01', '2026-12-06'])
  expect(shiftMonth('2026-01-31', 1)).toBe('2026-02-28')
})

test('a heading shows only with something under it, and nothing is lost that the layout forgot', () => {
  const form = aForm().divider('one').text('a').divider('two').text('b').build()
  form.layout = form.layout.filter(cell => cell.field !== 'a')
  const shown = sectionsOf(form, field => field.key !== 'b').map(section => [
    section.heading?.key,
    section.cells.map(each => each.field.key),
  ])
  expect(shown).toEqual([['two', ['a']]])
})

test('one more: what is unique, a file or computed does not come along', () => {
  const form = aForm()
    .text('name')
    .phone('phone', { unique: true })
    .file('docs')
    .number('n', { computed: '1' })
    .subform('rows', rows => rows.text('x'))
    .build()
  const typed = { name: 'a', phone: '1', docs: [{ id: 'f' }], n: '1', rows: [{ id: 'r1', x: 'y' }] }
  expect(keepable(form, typed)).toEqual({ name: 'a', rows: [{ id: '', x: 'y' }] })
})

test('a change sends what differs, and lies on top of what others wrote', () => {
  const form = aForm().text('a').text('b').build()
  expect(changedKeys(form, { a: '1', b: '2' }, { a: '1', b: null })).toEqual(['b'])
  expect(merged(form, { a: '1', b: '2' }, { a: 'mine', b: '2' }, { a: 'x', b: 'theirs' })).toEqual({ a: 'mine', b: 'theirs' })
})

test('the channel stands in the address by its name', () => {
  const form = aForm().choice('channel', ['线下活动', '官网'], { fromLink: true }).build()
  expect(channelsOf(form, 'zh').map(each => each.value)).toEqual(['线下活动', '官网'])
  expect(addressOf('/f/tok', '线下活动', 'https://x.cn')).toBe('https://x.cn/f/tok?channel=%E7%BA%BF%E4%B8%8B%E6%B4%BB%E5%8A%A8')
})

test('a QR code is one drawing of dark squares on white with a margin of four', () => {
  const svg = qrSvg('https://x.cn/f/tok')
  expect(svg).toMatch(/viewBox="0 0 (\d+) \1"/)
  expect(svg).toContain('M4 4h1v1h-1z')
  expect(svg).not.toMatch(/M[0-3] \d+h1/)
})
