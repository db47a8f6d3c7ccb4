import { lintQuery } from '#core/query/lint-query'
import { matches } from '#core/query/matches'
import type { Condition, Query } from '#core/query/query'
import type { Values } from '#core/form/form'
import { aContext, aForm } from '../../support/forms.js'

const form = aForm()
  .text('name')
  .textarea('note')
  .money('amount', { max: '1000' })
  .date('due')
  .datetime('met')
  .choice('grade', ['A', 'B'])
  .choices('tags', ['x', 'y', 'z'])
  .phone('phone')
  .member('owner')
  .subform('items', rows => rows.text('a'))
  .build()
const record: Values = {
  name: 'Ann Li',
  amount: '900.00',
  due: '2026-11-21',
  met: '2026-11-21T06:05:00.000Z',
  grade: 'A',
  tags: ['x', 'z'],
  phone: '13800138000',
  owner: ['u1'],
  items: [{ id: 'r', a: '1' }],
  _createdAt: '2026-11-01T00:00:00.000Z',
  _owner: 'u1',
}

describe('core/query/matches', () => {
  it.each<[boolean, Condition]>([
    [true, { field: 'name', op: 'eq', value: 'Ann Li' }],
    [false, { field: 'name', op: 'eq', value: 'ann li' }],
    [true, { field: 'name', op: 'contains', value: 'NN' }],
    [true, { field: 'name', op: 'in', value: ['Bo', 'Ann Li'] }],
    [true, { field: 'note', op: 'empty' }],
    [false, { field: 'note', op: 'notEmpty' }],
    [false, { field: 'note', op: 'contains', value: 'a' }],
    [true, { field: 'amount', op: 'gt', value: 99 }],
    [true, { field: 'amount', op: 'eq', value: '900' }],
    [true, { field: 'amount', op: 'lt', value: '900.000001' }],
    [true, { field: 'amount', op: 'lt', value: 5000 }],
    [true, { field: 'amount', op: 'between', value: [900, 1000] }],
    [false, { field: 'amount', op: 'between', value: [901, 1000] }],
    [true, { field: 'due', op: 'lte', value: '2026-11-21' }],
    [false, { field: 'due', op: 'lt', value: '2026-11-21' }],
    [true, { field: 'met', op: 'gte', value: '2026-11-21' }],
    [true, { field: 'met', op: 'eq', value: '2026-11-21T14:05' }],
    [true, { field: 'grade', op: 'ne', value: 'B' }],
    [false, { field: 'grade', op: 'notIn', value: ['A', 'B'] }],
    [true, { field: 'tags', op: 'contains', value: 'z' }],
    [true, { field: 'tags', op: 'in', value: ['y', 'z'] }],
    [true, { field: 'tags', op: 'notIn', value: ['y'] }],
    [true, { field: 'tags', op: 'eq', value: ['z', 'x'] }],
    [false, { field: 'tags', op: 'eq', value: ['x'] }],
    [true, { field: 'phone', op: 'eq', value: '+86 138 0013 8000' }],
    [true, { field: 'phone', op: 'contains', value: '138-0013' }],
    [true, { field: 'owner', op: 'eq', value: 'u1' }],
    [true, { field: 'owner', op: 'in', value: ['u1', 'u2'] }],
    [true, { field: 'items', op: 'notEmpty' }],
    [true, { field: '_createdAt', op: 'lt', value: '2026-11-02' }],
    [true, { field: '_owner', op: 'in', value: ['u1'] }],
    [true, { all: [] }],
    [false, { any: [] }],
    [true, { any: [{ field: 'grade', op: 'eq', value: 'B' }, { all: [{ field: 'grade', op: 'eq', value: 'A' }] }] }],
    [
      false,
      {
        all: [
          { field: 'grade', op: 'eq', value: 'A' },
          { field: 'name', op: 'empty' },
        ],
      },
    ],
  ])('%s: %j', (expected, condition) => {
    expect(lintQuery(form, { filter: condition }, aContext)).toEqual([])
    expect(matches(form, condition, record, aContext)).toBe(expected)
  })

  it('lets an empty value satisfy ne and notIn, but no comparison', () => {
    expect(matches(form, { field: 'grade', op: 'ne', value: 'A' }, {}, aContext)).toBe(true)
    expect(matches(form, { field: 'tags', op: 'notIn', value: ['x'] }, {}, aContext)).toBe(true)
    expect(matches(form, { field: 'amount', op: 'lt', value: 1 }, {}, aContext)).toBe(false)
  })

  it('shows nothing through a broken filter, not even through its negation', () => {
    expect(matches(form, { field: 'ghost', op: 'ne', value: 'x' }, record, aContext)).toBe(false)
    expect(matches(form, { field: 'amount', op: 'ne', value: 'many' }, record, aContext)).toBe(false)
  })
})

describe('core/query/lint-query', () => {
  const deep = (levels: number): Condition => (levels ? { all: [deep(levels - 1)] } : { field: 'name', op: 'empty' })
  it.each<[string, Query, string, string]>([
    ['an unknown field', { filter: { field: 'nmae', op: 'empty' } }, 'UNKNOWN_FIELD', 'filter'],
    ['a prototype key', { filter: { field: 'constructor', op: 'empty' } }, 'UNKNOWN_FIELD', 'filter'],
    ['SQL for a field', { sort: [{ field: 'name; drop table' }] }, 'UNKNOWN_FIELD', 'sort[0]'],
    [
      'an operator of another kind',
      { filter: { all: [{ field: 'name', op: 'gt', value: 'a' }] } },
      'OPERATOR_NOT_ALLOWED',
      'filter.all[0]',
    ],
    [
      'an operator that does not exist',
      { filter: { field: 'name', op: 'like' as 'eq', value: 'a' } },
      'OPERATOR_NOT_ALLOWED',
      'filter',
    ],
    ['a number in words', { filter: { field: 'amount', op: 'gt', value: 'many' } }, 'NOT_A_NUMBER', 'filter'],
    ['an impossible day', { filter: { field: 'due', op: 'eq', value: '2026-02-30' } }, 'NOT_A_DATE', 'filter'],
    ['between one', { filter: { field: 'due', op: 'between', value: ['2026-02-01'] } }, 'OPERAND_COUNT', 'filter'],
    ['nothing to compare with', { filter: { field: 'name', op: 'eq' } }, 'OPERAND_MISSING', 'filter'],
    ['an object to compare with', { filter: { field: 'name', op: 'eq', value: {} } }, 'NOT_A_TEXT', 'filter'],
    ['no condition at all', { filter: {} as Condition }, 'BAD_CONDITION', 'filter'],
    ['a group that is no list', { filter: { any: 1 } as unknown as Condition }, 'BAD_CONDITION', 'filter'],
    ['too deep', { filter: deep(9) }, 'QUERY_TOO_LARGE', `filter${'.all[0]'.repeat(9)}`],
    ['too many', { filter: { any: Array.from({ length: 5000 }, () => deep(0)) } }, 'QUERY_TOO_LARGE', 'filter.any[99]'],
    ['a subform to sort by', { sort: [{ field: 'items' }] }, 'NOT_SORTABLE', 'sort[0]'],
    ['page 0', { page: 0 }, 'BAD_PAGE', 'page'],
    ['a page of a thousand', { pageSize: 1000 }, 'BAD_PAGE', 'pageSize'],
  ])('refuses %s, once', (_name, query, code, at) => {
    expect(lintQuery(form, query, aContext)).toEqual([expect.objectContaining({ code, at })])
  })

  it('says which field was meant', () => {
    const [found] = lintQuery(form, { filter: { field: '_createdat', op: 'empty' } }, aContext)
    expect(found?.params?.didYouMean).toBe('_createdAt')
  })
})
