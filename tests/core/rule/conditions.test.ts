import fc from 'fast-check'
import type { Json } from '#core/problem'
import { conditionsToSource, sourceToConditions, type ConditionOp, type ConditionRow } from '#core/rule/conditions'
import { evaluateInProcess } from '#core/rule/evaluate'
import { gate } from '#core/rule/gate'

const key = fc.oneof(
  fc.constantFrom('amount', '年采购额', '联系 人', 'and', 'in', 'true', 'function', 'x-y', '1st', 'λ'),
  fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/),
)
const field = fc.oneof(
  key,
  fc.tuple(key, key).map(keys => keys.join('.')),
)
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map(n => n + 0),
  fc.boolean(),
)
const row: fc.Arbitrary<ConditionRow> = fc.oneof(
  fc.record({ field, op: fc.constantFrom<ConditionOp>('=', '!=', '<', '<=', '>', '>=', 'has', 'hasNot'), value: scalar }),
  fc.record({ field, op: fc.constantFrom<ConditionOp>('in', 'notIn'), value: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ field, op: fc.constantFrom<ConditionOp>('contains', 'notContains'), value: fc.string({ maxLength: 12 }) }),
  fc.record({ field, op: fc.constantFrom<ConditionOp>('exists', 'missing') }),
)
const conditions = fc
  .record({ joiner: fc.constantFrom('and' as const, 'or' as const), rows: fc.array(row, { maxLength: 6 }) })
  // One row has no joiner to tell.
  .map(({ joiner, rows }) => ({ joiner: rows.length < 2 ? ('and' as const) : joiner, rows }))

describe('condition rows', () => {
  test('come back from the expression that they were written as, and it is tier A', () => {
    fc.assert(
      fc.property(conditions, given => {
        const source = conditionsToSource(given)
        expect(gate(source)).toEqual({ tier: 'A' })
        const back = sourceToConditions(source)
        // -0 has no expression of its own.
        expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(given)))
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    [{ field: '年采购额', op: '>=', value: 500000 }, { 年采购额: 500000 }, true],
    [{ field: 'tags', op: 'has', value: 'x' }, { tags: ['x', 'y'] }, true],
    [{ field: 'tags', op: 'hasNot', value: 'x' }, { tags: ['x', 'y'] }, false],
    [{ field: '联系 人', op: 'contains', value: '"李' }, { '联系 人': '是"李"' }, true],
    [{ field: 'level', op: 'notIn', value: ['A', 'B'] }, { level: 'C' }, true],
    [{ field: 'phone', op: 'missing' }, {}, true],
    [{ field: 'items.price', op: 'exists' }, { items: [{ price: 1 }] }, true],
  ] as [ConditionRow, Record<string, Json>, boolean][])('%j on %j is %s', async (given, values, expected) => {
    expect(await evaluateInProcess(conditionsToSource({ joiner: 'and', rows: [given] }), values)).toEqual({ value: expected })
  })

  test('rows that people wrote by hand are read too', () => {
    expect(sourceToConditions("level in ['A'] and `x` = -1.5")).toEqual({
      joiner: 'and',
      rows: [
        { field: 'level', op: 'in', value: ['A'] },
        { field: 'x', op: '=', value: -1.5 },
      ],
    })
  })

  test.each([
    'a = 1 and (b = 2 or c = 3)',
    'a = b',
    'a[b = 1] = 2',
    'a[] = 1',
    '$sum(a) > 1',
    'a = 1 or b = 2 and c = 3',
    'a ? b : c',
    'a = [1]',
    'a in b',
    '$not(a)',
    '$$.a = 1',
    'a +',
  ])('more than rows can say: %s', source => expect(sourceToConditions(source)).toBeNull())
})
