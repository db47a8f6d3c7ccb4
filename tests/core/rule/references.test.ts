import { checkReferences, fieldsOf } from '#core/rule/check-references'
import { references } from '#core/rule/references'
import cases from './references.cases.json' with { type: 'json' }

const shown = (expression: string) => {
  const found = references(expression)
  if ('code' in found) return found
  return found.map(
    ({ root, path, positions }) => `${[...(root === 'input' ? [] : [`$${root}`]), ...path].join('.')}@${positions.join(',')}`,
  )
}

describe('the fields that an expression reads', () => {
  test.each(cases)('$expression', ({ expression, reads }) => expect(shown(expression)).toEqual(reads))

  test('cannot be told of an expression that does not pass the gate', () => {
    expect(shown('a +')).toMatchObject({ code: 'EXPR_SYNTAX' })
  })
})

describe('checked against a form', () => {
  const fields = fieldsOf({
    fields: [
      { key: 'days', label: '天数', kind: 'number' },
      { key: 'name', label: '名称', kind: 'text' },
      { key: '年采购额', label: '年采购额', kind: 'money' },
      { key: 'line', label: '', kind: 'divider' },
      { key: 'contract', label: '合同', kind: 'file' },
      { key: 'items', label: '明细', kind: 'subform', fields: [{ key: 'price', label: '单价', kind: 'money' }] },
    ],
  })
  const faults = (expression: string) =>
    checkReferences(expression, fields).map(
      ({ code, params }) => `${code} ${params?.['name']} → ${params?.['didYouMean'] ?? '?'}`,
    )

  test.each([
    ['days > 3 and items.price > 1 and $count(items) > 0', []],
    ['dayz > 3', ['UNKNOWN_FIELD dayz → days']],
    ['items.prise > 3', ['UNKNOWN_FIELD prise → price']],
    ['items[id != ""].price > 3', []],
    ['采购额 > 1', ['UNKNOWN_FIELD 采购额 → 年采购额']],
    ['$contract.size > 1', ['UNKNOWN_VARIABLE contract → ?']],
    ['contract.size > 1', []],
    ['contract.sise > 1', ['UNKNOWN_FIELD sise → size']],
    ['line = 1', ['UNKNOWN_FIELD line → ?']],
    ['name.first = "x"', ['UNKNOWN_FIELD first → ?']],
    ['$previous.dais = 1 and $prevous.days = 1', ['UNKNOWN_FIELD dais → days', 'UNKNOWN_VARIABLE prevous → previous']],
    ['something = 1', ['UNKNOWN_FIELD something → ?']],
  ])('%s', (expression, expected) => expect(faults(expression)).toEqual(expected))

  test('accepts the variables that its place binds', () => {
    expect(checkReferences('$task.outcome = "approved" and $record.days > 1', fields, { task: 'any', record: 'fields' })).toEqual(
      [],
    )
    expect(checkReferences('$record.dayz > 1', fields, { record: 'fields' })).toMatchObject([{ code: 'UNKNOWN_FIELD' }])
  })
})
