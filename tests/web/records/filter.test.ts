import type { Values } from '#core/form/form'
import { lintQuery } from '#core/query/lint-query'
import { matches } from '#core/query/matches'
import {
  conditionOf,
  filterFromText,
  filterToText,
  isComplete,
  meToken,
  operatorsFor,
  type Filter,
  type FilterRow,
} from '@/pages/records/filter'
import { nextSort, readState, stateToQuery, type ListState } from '@/pages/records/list-state'
import { periodOf, periods } from '@/pages/records/period'
import { quickViews } from '@/pages/records/quick-views'
import { systemFieldsOf } from '@/data-grid/column'
import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'

const form = aForm()
  .text('name')
  .money('amount')
  .choice('grade', ['A', 'B', 'C'])
  .member('owner')
  .date('due')
  .datetime('met')
  .field('phone', 'phone')
  .build()
const place = { me: 'u1', today: '2026-11-21' }
const context = { at: '2026-11-21T04:00:00.000Z', zone: 'Asia/Shanghai' }
const record: Values = {
  name: '云栖贸易',
  amount: '860000.00',
  grade: 'A',
  owner: ['u1'],
  due: '2026-11-20',
  met: '2026-11-21T15:59:59.000Z',
  phone: '13805718600',
}

beforeAll(() => speak('zh-CN'))
const compiled = (rows: FilterRow[], join: Filter['join'] = 'all') =>
  conditionOf({ join, rows }, [...form.fields, ...systemFieldsOf()], place)

describe('a filter row means what the query language means', () => {
  test.each<[string, FilterRow, boolean]>([
    ['text contains', { field: 'name', op: 'contains', value: '云栖' }, true],
    ['text is not', { field: 'name', op: 'ne', value: '云栖贸易' }, false],
    ['money at least', { field: 'amount', op: 'gte', value: '860000' }, true],
    ['money between', { field: 'amount', op: 'between', value: ['1', '2'] }, false],
    ['option is one of', { field: 'grade', op: 'in', value: ['A', 'B'] }, true],
    ['option is none of', { field: 'grade', op: 'notIn', value: ['A'] }, false],
    ['owner is me', { field: 'owner', op: 'in', value: [meToken] }, true],
    ['owner is somebody else', { field: 'owner', op: 'in', value: ['u2'] }, false],
    ['due before today', { field: 'due', op: 'during', value: 'overdue' }, true],
    ['due today', { field: 'due', op: 'during', value: 'today' }, false],
    ['due this week', { field: 'due', op: 'during', value: 'thisWeek' }, true],
    ['due from', { field: 'due', op: 'gte', value: '2026-11-21' }, false],
    ['met today, a second before midnight', { field: 'met', op: 'during', value: 'today' }, true],
    ['met until yesterday', { field: 'met', op: 'lte', value: '2026-11-20' }, false],
    ['met from today', { field: 'met', op: 'gte', value: '2026-11-21' }, true],
    ['filled', { field: 'phone', op: 'notEmpty' }, true],
  ])('%s', (_name, row, holds) => {
    const condition = compiled([row])!
    expect(lintQuery(form, { filter: condition }, context)).toEqual([])
    expect(matches(form, condition, record, context)).toBe(holds)
  })

  test('every operator that a row offers is one that the field knows', () => {
    const sample: Record<string, FilterRow['value']> = {
      name: 'x',
      amount: '5',
      grade: ['A'],
      owner: ['u1'],
      due: '2026-01-01',
      met: '2026-01-01',
      phone: '13805718600',
      _createdAt: '2026-01-01',
      _updatedAt: '2026-01-01',
      _createdBy: ['u1'],
    }
    for (const field of [...form.fields, ...systemFieldsOf()])
      for (const op of operatorsFor(field)) {
        const one = sample[field.key]
        const value = op === 'between' ? [one, one].flat().slice(0, 2) : op === 'during' ? 'last7' : one
        const condition = compiled([{ field: field.key, op, value: value as FilterRow['value'] }])
        expect([field.key, op, lintQuery(form, { filter: condition }, context)]).toEqual([field.key, op, []])
      }
  })

  test('a row without its value, or about a field that is gone, asks nothing', () => {
    expect(
      compiled([
        { field: 'name', op: 'contains' },
        { field: 'grade', op: 'in', value: [] },
        { field: 'gone', op: 'eq', value: 'x' },
      ]),
    ).toBeUndefined()
    expect(compiled([{ field: 'phone', op: 'eq', value: '138' }])).toBeUndefined()
    expect(compiled([{ field: 'amount', op: 'gte', value: 'viel' }])).toBeUndefined()
    expect(isComplete({ field: 'amount', op: 'between', value: ['1', ''] })).toBe(false)
    expect(isComplete({ field: 'due', op: 'during', value: 'someday' })).toBe(false)
  })

  test('rows are joined as asked', () => {
    const rows: FilterRow[] = [
      { field: 'grade', op: 'in', value: ['B'] },
      { field: 'name', op: 'contains', value: '云' },
    ]
    expect(matches(form, compiled(rows, 'all')!, record, context)).toBe(false)
    expect(matches(form, compiled(rows, 'any')!, record, context)).toBe(true)
  })
})

test('periods follow the calendar: weeks from Monday, months of their own length', () => {
  expect(periodOf('thisWeek', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  expect(periodOf('nextWeek', '2026-12-28')).toEqual({ from: '2027-01-04', to: '2027-01-10' })
  expect(periodOf('lastMonth', '2028-03-31')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(periodOf('next7', '2026-12-29')).toEqual({ from: '2026-12-29', to: '2027-01-04' })
  for (const period of periods) {
    const { from = '', to = '9' } = periodOf(period, '2026-11-21')
    expect(from <= to).toBe(true)
  }
})

describe('the address of a list', () => {
  const state: ListState = {
    view: 'mine',
    search: '云栖 & co',
    sort: [{ field: 'due' }, { field: '_createdAt', descending: true }],
    filter: {
      join: 'any',
      rows: [
        { field: 'grade', op: 'in', value: ['A', 'B'] },
        { field: 'phone', op: 'empty' },
      ],
    },
    page: 3,
    peek: 'r1',
  }
  test('holds everything that decides what is shown', () => {
    expect(readState(stateToQuery(state) as Record<string, string>)).toEqual(state)
  })
  test('of the plain list is empty', () => {
    expect(stateToQuery(readState({}))).toEqual({})
  })
  test.each(['', 'x', '[]', '["none"]', '{"all":[]}', '["all",7]'])('that somebody bent (%s) shows the plain list', text => {
    expect(conditionOf(filterFromText(text), form.fields, place)).toBeUndefined()
  })
  test('a filter survives it', () => {
    expect(filterFromText(filterToText(state.filter))).toEqual(state.filter)
  })
  test('a head is sorted up, down, and not at all', () => {
    expect([[], [{ field: 'due' }], [{ field: 'due', descending: true }]].map(sort => nextSort(sort, 'due'))).toEqual([
      [{ field: 'due' }],
      [{ field: 'due', descending: true }],
      [],
    ])
  })
})

test('quick views are those that the form has something for', () => {
  expect(quickViews(form, 'zh').map(view => view.key)).toEqual(['all'])
  const graded = form.fields.map(field =>
    field.key === 'grade' ? { ...field, options: [{ value: 'A', label: 'A', tone: 'solid' as const }] } : field,
  )
  const rich = { ...form, fields: graded as typeof form.fields, settings: { owner: 'owner', due: 'due' } }
  expect(quickViews(rich, 'zh').map(view => view.label)).toEqual(['全部', '我负责的', 'due到期', 'grade A'])
  for (const { filter } of quickViews(rich, 'zh').slice(1))
    expect(matches(form, conditionOf(filter, rich.fields, place)!, record, context)).toBe(true)
})
