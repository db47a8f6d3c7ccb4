import { fieldsOf } from '#core/rule/check-references'
import { aForm } from '../../support/forms'
import { atomsOf } from '@/rule-editor/formula/field-atoms'
import { piecesOf } from '@/rule-editor/formula/highlight'
import { initialsOf } from '@/rule-editor/formula/pinyin-initials'
import { marksOf } from '@/rule-editor/formula/problem-marks'
import { numberTyped } from '@/rule-editor/number-typed'

const form = aForm().number('stores').text('name').build()

test.each([
  ['stores >= 10', ['variableName', 'operator', 'operator', 'number']],
  ['$count(items) and true', ['keyword', 'bracket', 'variableName', 'bracket', 'operatorKeyword', 'atom']],
  ['$x := "a b"', ['definition', 'operator', 'operator', 'string']],
  ['"open', ['string']],
  ['1 /* a\nb */ 2', ['number', 'comment', 'comment', 'number']],
])('colours of %s', (source, kinds) => {
  expect(piecesOf(source).map(piece => piece.kind)).toEqual(kinds)
})

test.each([
  ['stores > 1 and stores < 9', ['stores', 'stores']],
  ['"stores" = name', ['name']],
  ['$stores + stores', ['stores']],
  ['stores >', ['stores']],
])('fields in %s', (source, keys) => {
  expect(atomsOf(source, form).map(atom => atom.field.key)).toEqual(keys)
})

test('a misspelt field is marked where it stands, with what was meant', () => {
  const [mark] = marksOf('1 < storess', fieldsOf(form))
  expect(mark).toMatchObject({ from: 4, to: 11, mend: 'stores', problem: { code: 'UNKNOWN_FIELD' } })
})

test('half a formula is marked at its end', () => {
  const [mark] = marksOf('stores >', fieldsOf(form))
  expect(mark?.problem.code).toBe('EXPR_SYNTAX')
  expect(mark!.to).toBeLessThanOrEqual('stores >'.length)
})

test.each([
  ['年采购额', 'ncge'],
  ['门店数 A1', 'mdsa1'],
])('pinyin initials of %s', (text, initials) => {
  expect(initialsOf(text)).toBe(initials)
})

test.each([
  ['50万', 500000],
  ['1,200.5', 1200.5],
  ['0.07万', 700],
  ['-3', -3],
  ['abc', undefined],
  ['', undefined],
])('typed number %s', (text, number) => {
  expect(numberTyped(text)).toBe(number)
})
