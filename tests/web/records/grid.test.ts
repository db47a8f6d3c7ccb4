import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import type { Field, Values } from '#core/form/form'
import { moved, rangeOf, sumOf } from '@/data-grid/cell-range'
import { columnsFor, defaultColumns } from '@/data-grid/column'
import DataGrid from '@/data-grid/DataGrid.vue'
import { dueWords } from '@/data-grid/due-words'
import { cellText, valueText } from '@/data-grid/value-text'
import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'

const reading = { language: 'zh' as const, names: { u1: '周敏', u2: '王丽' }, zone: 'Asia/Shanghai' }
const field = (kind: Field['kind'], more: object = {}): Field => ({ kind, key: 'x', label: 'x', ...more }) as Field
const options = [
  { value: 'a', label: { zh: '电话', en: 'Call' } },
  { value: 'b', label: { zh: '上门', en: 'Visit' } },
]

beforeEach(() => speak('zh-CN'))

/** Kind, value, in a cell, in a sentence. */
test.each<[string, Field, unknown, string, string]>([
  ['nothing', field('text'), undefined, '', ''],
  ['lines', field('textarea'), '一\n二', '一 二', '一\n二'],
  ['money', field('money'), '860000.00', '860,000', '¥860,000'],
  ['money with cents', field('money'), '-1234567.50', '-1,234,567.50', '-¥1,234,567.50'],
  ['number', field('number', { unit: { zh: '家' } }), '1200', '1,200', '1,200 家'],
  ['a phone', field('phone'), '13805718600', '138 0571 8600', '138 0571 8600'],
  ['a masked phone', field('phone'), '138****8600', '138 **** 8600', '138 **** 8600'],
  ['a landline', field('phone'), '0571-88886666', '0571-88886666', '0571-88886666'],
  ['a choice', field('choice', { options }), 'b', '上门', '上门'],
  ['an option that is gone', field('choice', { options }), 'z', 'z', 'z'],
  ['choices', field('choices', { options }), ['a', 'b'], '电话、上门', '电话、上门'],
  ['people', field('member'), ['u1', 'u9'], '周敏、u9', '周敏、u9'],
  ['a moment at the wall of the form', field('datetime'), '2026-11-21T16:30:00.000Z', '2026-11-22 00:30', '2026-11-22 00:30'],
  ['files', field('file'), [{ id: 'f', name: '执照.pdf', size: 1, type: 'x' }], '1', '执照.pdf'],
  ['rows', field('subform', { fields: [] }), [{ id: 'r' }, { id: 's' }], '2', '2'],
])('%s', (_name, of, value, cell, sentence) => {
  expect(cellText(of, value, reading)).toBe(cell)
  if (of.kind !== 'subform') expect(valueText(of, value, reading)).toBe(sentence)
})

test.each<[string, string, string, string?]>([
  ['2026-11-18', 'bad', '逾期 3 天', '11-18'],
  ['2025-12-31', 'bad', '逾期 325 天', '2025-12-31'],
  ['2026-11-21', 'warn', '今天', '11-21'],
  ['2026-11-22', 'warn', '明天', '11-22'],
  ['2026-12-05', 'none', '14 天后', '12-05'],
  ['2026-12-06', 'none', '12-06', undefined],
])('a record due on %s is %s: %s', (date, tone, text, exact) => {
  expect(dueWords(date, '2026-11-21')).toEqual({ tone, text, ...(exact === undefined ? {} : { exact }) })
})

test('sums are exact', () => {
  expect(sumOf(['0.1', '0.2', undefined, ''])).toBe('0.3')
  expect(sumOf(['-5.05', '5'])).toBe('-0.05')
  expect(sumOf(['999999999999999', '1'])).toBe('1000000000000000')
  expect(sumOf([])).toBe('0')
})

test('keys move inside the grid and never out of it', () => {
  expect(moved({ row: 0, column: 0 }, 'ArrowUp', false, 3, 2)).toEqual({ row: 0, column: 0 })
  expect(moved({ row: 0, column: 0 }, 'ArrowDown', true, 3, 2)).toEqual({ row: 2, column: 0 })
  expect(moved({ row: 1, column: 0 }, 'End', false, 3, 2)).toEqual({ row: 1, column: 1 })
  expect(moved({ row: 1, column: 0 }, 'Enter', false, 3, 2)).toBeUndefined()
  expect(rangeOf({ row: 2, column: 0 }, { row: 0, column: 1 })).toEqual({ top: 0, bottom: 2, left: 0, right: 1 })
})

const form = aForm()
  .text('name')
  .money('amount')
  .member('owner')
  .divider('line')
  .field('text', 'secret', { hidden: true })
  .build()

test('a list starts with the fields that the form names, else with those that hold something', () => {
  expect(defaultColumns(form)).toEqual(['name', 'amount', 'owner'])
  expect(defaultColumns({ ...form, settings: { list: ['owner', 'gone', 'secret', 'name'] } })).toEqual(['owner', 'name'])
  expect(columnsFor(form, ['name', 'gone', '_createdAt']).map(column => column.key)).toEqual(['name', '_createdAt'])
})

describe('the grid', () => {
  const row = (id: string, values: Values) => ({ id, values, masked: [] as string[] })
  const rows = [
    row('1', { name: '甲', amount: '100.00', owner: ['u1'] }),
    row('2', { name: '乙', amount: '50.50' }),
    row('3', { name: '丙' }),
  ]
  const open = () =>
    mount(DataGrid, {
      props: {
        columns: columnsFor(form, ['name', 'amount', 'owner']),
        rows,
        from: 51,
        reading,
        today: '2026-11-21',
        sort: [{ field: 'amount', descending: true }],
        revealable: false,
        label: '客户',
      },
      attachTo: document.body,
    })

  test('tells rows by number, order by the head, and what is empty by a dash', () => {
    const grid = open()
    expect(grid.findAll('tbody tr').map(each => each.findAll('td .cell').map(cell => cell.text()))).toEqual([
      ['甲', '100', '敏周敏'],
      ['乙', '50.50', '—'],
      ['丙', '—', '—'],
    ])
    expect(grid.find('tbody .number span').text()).toBe('51')
    expect(grid.findAll('th').map(head => head.attributes('aria-sort'))).toContain('descending')
    grid.unmount()
  })

  test('Shift and arrows span a range that is summed, Enter opens its row', async () => {
    const grid = open()
    await grid.find('[data-at="0:1"]').trigger('focus')
    await grid.find('table').trigger('keydown', { key: 'ArrowDown', shiftKey: true })
    await nextTick()
    expect(grid.emitted('range')?.at(-1)).toEqual([{ cells: 2, sum: '150.50' }])
    await grid.find('table').trigger('keydown', { key: 'Enter' })
    expect(grid.emitted('open')?.at(-1)).toEqual([rows[1]])
    grid.unmount()
  })

  test('while a record is open the arrows leaf through the records', async () => {
    const grid = open()
    await grid.setProps({ open: '1' })
    await grid.find('[data-at="0:0"]').trigger('focus')
    await grid.find('table').trigger('keydown', { key: 'ArrowDown' })
    expect(grid.emitted('open')).toEqual([[rows[1]]])
    grid.unmount()
  })

  test('a head that can be sorted by is a button', async () => {
    const grid = open()
    await grid.find('th button').trigger('click')
    expect(grid.emitted('sort')).toEqual([['name']])
    expect(grid.findAll('th button')).toHaveLength(2)
    grid.unmount()
  })
})
