import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'
import { mapped, missing, stepOf } from '@/pages/import/columns'
import { csvOf, neutral } from '@/pages/import/csv'
import { errorRows } from '@/pages/import/problem-lines'
import { presetOf, presets, toggled } from '@/pages/people/grants'

test.each([
  ['=1+1', "'=1+1"],
  ['+SUM(A1)', "'+SUM(A1)"],
  ['-2+3', "'-2+3"],
  ['@cmd', "'@cmd"],
  ['\tx', "'\tx"],
  ['-12.5', '-12.5'],
  ['+86 138 0571 0001', '+86 138 0571 0001'],
  ['门店', '门店'],
])('a cell %j is kept as %j', (cell, kept) => {
  expect(neutral(cell)).toBe(kept)
})

test('the file has a mark for Excel, quotes where needed, and CRLF', () => {
  expect(
    csvOf([
      ['a', 'b,c'],
      ['"x"', ''],
    ]),
  ).toBe('\uFEFFa,"b,c"\r\n"""x""",\r\n')
})

test('a field belongs to one column', () => {
  expect(mapped(['a', null, 'b'], 1, 'a')).toEqual([null, 'a', 'b'])
  expect(mapped(['a', 'b'], 0, null)).toEqual([null, 'b'])
})

test('required fields without a column are missed, those with a default are not', () => {
  const form = aForm().text('name', { required: true }).number('n', { required: true, default: '1' }).text('x').build()
  expect(missing(form, ['x']).map(field => field.key)).toEqual(['name'])
  expect(missing(form, ['name'])).toEqual([])
})

test.each([
  [undefined, false, 'file'],
  ['mapping', false, 'columns'],
  ['checked', true, 'columns'],
  ['running', false, 'check'],
  ['done', false, 'done'],
] as const)('an import that is %s stands at its step', (state, again, step) => {
  expect(stepOf(state, again)).toBe(step)
})

test('faulty rows come back with their reasons in words', () => {
  speak('zh-CN')
  const form = aForm().text('name', { label: '客户名称' }).build()
  const rows = [{ row: 3, cells: ['', '=x'], problems: [{ code: 'REQUIRED', at: 'name' }] }]
  expect(errorRows(['名称', '备注'], rows, form, 'zh', { row: '行号', reason: '原因' })).toEqual([
    ['名称', '备注', '行号', '原因'],
    ['', '=x', '3', '请填写客户名称'],
  ])
})

test('grants: every set is known again, and what needs sight brings it', () => {
  for (const [key, { actions, rows }] of Object.entries(presets))
    expect(presetOf({ form: 'f', actions: [...actions], rows })).toBe(key)
  expect(presetOf({ form: 'f', actions: ['view', 'delete'], rows: 'all' })).toBe('custom')
  expect(toggled({ form: 'f', actions: [], rows: 'own' }, 'edit').actions).toEqual(['view', 'edit'])
  expect(toggled({ form: 'f', actions: ['view', 'create', 'edit'], rows: 'own' }, 'view').actions).toEqual(['create'])
})
