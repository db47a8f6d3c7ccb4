import { aForm } from '../../support/forms'
import { addRow, changeRow, joinBy, removeRow, rowFor, rowsOf, withOp, withOptions } from '@/rule-editor/condition-row'

const form = aForm().number('stores').choice('grade', ['a', 'b']).choices('needs', ['a', 'b']).date('day').text('name').build()
const fieldOf = (key: string) => form.fields.find(each => each.key === key)!
const today = '2026-11-21'

describe('a condition and its rows', () => {
  test.each([
    ['a number', 'stores >= 10', 1],
    ['two joined', 'stores >= 10 and grade = "a"', 2],
    ['one of several', 'grade in ["a","b"]', 1],
    ['a multiple choice', '"a" in needs', 1],
    ['always', 'true', 0],
  ])('%s fits', (_name, when, rows) => {
    expect(rowsOf(when, form)?.rows).toHaveLength(rows)
  })

  test.each([
    ['a function', '$count(needs) > 1'],
    ['both joiners', 'stores > 1 and grade = "a" or stores > 9'],
    ['an unknown field', 'shops > 1'],
    ['a question that its field has no chip for', 'grade > "a"'],
    ['half a formula', 'stores >'],
  ])('%s is a formula', (_name, when) => {
    expect(rowsOf(when, form)).toBeNull()
  })

  test.each([
    [
      'a changed threshold',
      (c: NonNullable<ReturnType<typeof rowsOf>>) => changeRow(c, 0, { ...c.rows[0]!, value: 12 }),
      'stores >= 12 and grade = "a"',
    ],
    [
      'another row',
      (c: NonNullable<ReturnType<typeof rowsOf>>) => addRow(c, rowFor(fieldOf('day'), today)),
      'stores >= 10 and grade = "a" and day >= "2026-11-21"',
    ],
    ['one row less', (c: NonNullable<ReturnType<typeof rowsOf>>) => removeRow(c, 0), 'grade = "a"'],
    ['the other joiner', (c: NonNullable<ReturnType<typeof rowsOf>>) => joinBy(c, 'or'), 'stores >= 10 or grade = "a"'],
  ])('%s is written back', (_name, edit, expected) => {
    expect(edit(rowsOf('stores >= 10 and grade = "a"', form)!)).toBe(expected)
  })

  test('options: one reads as equal, several as a list, and "is not one of" keeps its list', () => {
    expect(withOptions({ field: 'grade', op: 'in' }, ['a'])).toEqual({ field: 'grade', op: '=', value: 'a' })
    expect(withOptions({ field: 'grade', op: '=' }, ['a', 'b'])).toEqual({ field: 'grade', op: 'in', value: ['a', 'b'] })
    expect(withOptions({ field: 'grade', op: 'notIn' }, ['a'])).toEqual({ field: 'grade', op: 'notIn', value: ['a'] })
  })

  test('another operator keeps the value where it still answers, and drops it where nothing is asked', () => {
    expect(withOp({ field: 'stores', op: '>=', value: 10 }, '<', fieldOf('stores'), today)).toEqual({
      field: 'stores',
      op: '<',
      value: 10,
    })
    expect(withOp({ field: 'stores', op: '>=', value: 10 }, 'missing', fieldOf('stores'), today)).toEqual({
      field: 'stores',
      op: 'missing',
    })
    expect(withOp({ field: 'name', op: 'exists' }, 'contains', fieldOf('name'), today)).toEqual({
      field: 'name',
      op: 'contains',
      value: '',
    })
  })
})
