import type { Form } from '#core/form/form'
import { aForm } from '../../support/forms'
import { changeKind } from '@/form-designer/edit/change-kind'
import { copyFields, pasteFields, readClip } from '@/form-designer/edit/clipboard'
import { duplicateField, insertField, moveField, newField, plain, removeField } from '@/form-designer/edit/fields'
import { find, pathsOf } from '@/form-designer/edit/find'
import { linesOf } from '@/form-designer/edit/lines'
import { insertLabels, labelsOf, renameOption } from '@/form-designer/edit/options'
import { placeAfter, type Place } from '@/form-designer/edit/place'
import { renameKey } from '@/form-designer/edit/rename-key'
import { stepField } from '@/form-designer/edit/step-field'

/** Two lines of two: `a b / c d`, then a table. */
const sheet = (): Form => {
  const form = aForm()
    .text('a')
    .text('b')
    .text('c')
    .text('d')
    .subform('items', rows => rows.text('name').money('price'))
    .build()
  for (const cell of form.layout) cell.span = cell.field === 'items' ? 24 : 12
  return form
}
/** The sheet as it stands: "a12 b12 | c24". */
const drawn = (form: Form): string =>
  linesOf(form)
    .map(line => line.cells.map(cell => `${cell.field}${cell.span}`).join(' '))
    .join(' | ')

describe('a new field', () => {
  test.each<[string, Place, string]>([
    ['before a line takes a line', { at: 'before', path: 'd' }, 'a12 b12 | text24 | c12 d12 | items24'],
    ['after a line takes a line', { at: 'after', path: 'a' }, 'a12 b12 | text24 | c12 d12 | items24'],
    ['to the left makes three', { at: 'left', path: 'b' }, 'a8 text8 b8 | c12 d12 | items24'],
    ['to the right makes three', { at: 'right', path: 'b' }, 'a8 b8 text8 | c12 d12 | items24'],
    ['at the end', { at: 'end' }, 'a12 b12 | c12 d12 | items24 | text12'],
  ])('%s', (_name, place, expected) => {
    const form = sheet()
    expect(insertField(form, newField('text', 'T'), place)).toBe('text')
    expect(drawn(form)).toBe(expected)
  })

  test('becomes a column inside a table, without what columns cannot be', () => {
    const form = sheet()
    const path = insertField(form, newField('text', 'T', { unique: true }), { at: 'left', path: 'items.price' })
    expect(path).toBe('items.text')
    expect(pathsOf(form).slice(-3)).toEqual(['items.name', 'items.text', 'items.price'])
    expect(find(form, path)!.field.unique).toBeUndefined()
  })

  test('that rows cannot hold stands below the table', () => {
    const form = sheet()
    expect(insertField(form, newField('serial', 'No'), { at: 'inside', path: 'items' })).toBe('serial')
    expect(drawn(form)).toMatch(/items24 \| serial24$/)
  })

  test('gets a free key and a free label', () => {
    const form = aForm().text('text', { label: '单行文本' }).build()
    const path = insertField(form, newField('text', '单行文本'), { at: 'end' })
    expect(path).toBe('text2')
    expect(find(form, path)!.field.label).toBe('单行文本 2')
  })

  test.each<[string | undefined, Place]>([
    [undefined, { at: 'end' }],
    ['b', { at: 'after', path: 'b' }],
    ['items', { at: 'end' }],
    ['items.name', { at: 'right', path: 'items.name' }],
  ])('put in by a click while %p is selected goes %p', (selected, expected) => {
    expect(placeAfter(sheet(), selected, 'text')).toEqual(expected)
  })
})

describe('moving', () => {
  test.each<[string, string, Place, string]>([
    ['beside another', 'd', { at: 'right', path: 'a' }, 'a8 d8 b8 | c12 | items24'],
    ['to a line of its own', 'a', { at: 'after', path: 'c' }, 'b24 | c12 d12 | a24 | items24'],
    ['above everything', 'items', { at: 'before', path: 'a' }, 'items24 | a12 b12 | c12 d12'],
  ])('%s', (_name, path, place, expected) => {
    const form = sheet()
    expect(moveField(form, path, place)).toBe(path)
    expect(drawn(form)).toBe(expected)
  })

  test('into a table and out again', () => {
    const form = sheet()
    expect(moveField(form, 'a', { at: 'left', path: 'items.name' })).toBe('items.a')
    expect(find(form, 'a')).toBeUndefined()
    expect(moveField(form, 'items.a', { at: 'before', path: 'c' })).toBe('a')
    expect(drawn(form)).toBe('b24 | a24 | c12 d12 | items24')
  })

  test('a table does not go into itself, and beside itself is nowhere', () => {
    const form = sheet()
    const before = plain(form)
    moveField(form, 'items', { at: 'inside', path: 'items' })
    moveField(form, 'a', { at: 'right', path: 'a' })
    expect(form).toEqual(before)
  })

  test('by keys steps over one neighbour and ends at the edge', () => {
    const form = sheet()
    expect(stepField(form, 'b', 1)).toBe(true)
    expect(form.layout.map(cell => cell.field)).toEqual(['a', 'c', 'b', 'd', 'items'])
    expect(stepField(form, 'a', -1)).toBe(false)
    expect(stepField(form, 'items', -1)).toBe(true)
    expect(drawn(form)).toBe('a12 c12 | items24 | b12 d12')
    expect(stepField(form, 'items.name', 1)).toBe(true)
    expect(pathsOf(form).filter(path => path.includes('.'))).toEqual(['items.price', 'items.name'])
  })
})

test('removing takes the name from the settings and lets the neighbour grow', () => {
  const form = {
    ...sheet(),
    settings: { title: ['a', 'b'], owner: 'b' },
    checks: [{ key: 'k', when: 'false', message: 'm', at: 'b' }],
  }
  removeField(form, 'b')
  expect(drawn(form)).toBe('a24 | c12 d12 | items24')
  expect(form.settings).toEqual({ title: ['a'] })
  expect(form.checks[0]).toEqual({ key: 'k', when: 'false', message: 'm' })
})

test('a duplicate has a key and a label of its own', () => {
  const form = aForm().choice('grade', ['A', 'B'], { label: '等级', required: true }).build()
  expect(duplicateField(form, 'grade')).toBe('grade2')
  expect(form.fields[1]).toEqual({ ...form.fields[0], key: 'grade2', label: '等级 2' })
})

describe('another key', () => {
  test.each([
    ['amount * 2 + amount', 'total * 2 + total'],
    ['$sum(items.(price * $$.amount))', '$sum(items.(price * $$.total))'],
    ['`amount` > 1 and name = "amount"', 'total > 1 and name = "amount"'],
    ['$previous.amount < amount', '$previous.total < total'],
  ])('is followed by %s', (before, after) => {
    const form = aForm()
      .money('amount')
      .number('x', { computed: before })
      .with({ title: ['amount'] })
      .build()
    expect(renameKey(form, 'amount', 'total')).toBe('total')
    expect(form.fields[1]!.computed).toBe(after)
    expect(form.settings!.title).toEqual(['total'])
    expect(form.layout[0]!.field).toBe('total')
  })

  test('of a column is followed inside the rows and outside of them', () => {
    const form = aForm()
      .subform('items', rows => rows.money('price').money('sum', { computed: 'price * 2' }))
      .money('total', { computed: '$sum(items.price)' })
      .money('price')
      .build()
    expect(renameKey(form, 'items.price', 'cost')).toBe('items.cost')
    expect(find(form, 'items.sum')!.field.computed).toBe('cost * 2')
    expect(find(form, 'total')!.field.computed).toBe('$sum(items.cost)')
    expect(find(form, 'price')).toBeDefined()
  })
})

describe('another kind', () => {
  const choice = aForm().choice('g', ['A', 'B', 'C'], { required: true, default: 'A', hint: 'h' }).build().fields[0]!
  test.each([
    ['choices', ['default'], { options: 3 }],
    ['text', ['options'], { default: 'A' }],
    ['number', ['options', 'default'], {}],
    ['divider', ['options', 'required', 'default'], {}],
  ] as const)('of a choice: %s loses %p', (kind, losses, kept) => {
    const changed = changeKind(choice, kind)
    expect(changed.losses.map(each => each.what).sort()).toEqual([...losses].sort())
    expect(changed.field).toMatchObject({ kind, key: 'g', hint: 'h' })
    if ('options' in kept) expect((changed.field as unknown as { options: unknown[] }).options).toHaveLength(kept.options)
    if ('default' in kept) expect(changed.field.default).toBe(kept.default)
  })

  test('says how many columns go, and nothing when nothing goes', () => {
    const table = sheet().fields.at(-1)!
    expect(changeKind(table, 'text').losses).toEqual([{ what: 'columns', count: 2 }])
    expect(changeKind(aForm().text('t', { required: true }).build().fields[0]!, 'textarea').losses).toEqual([])
  })
})

describe('options', () => {
  test('twenty pasted lines are twenty options; marks, empties and doubles go', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `${index + 1}. 选项${index}`).join('\n')
    expect(labelsOf(`${lines}\n\n- 选项3`)).toHaveLength(20)
    const options = [{ value: 'x', label: '选项3' }]
    expect(insertLabels(options, 0, labelsOf(lines))).toBe(19)
    expect(options[1]).toEqual({ value: '选项0', label: '选项0' })
  })

  test('a value follows its label until somebody may know it', () => {
    const options = [{ value: 'option1', label: '' }]
    renameOption(options, 0, '华东', () => false)
    expect(options[0]).toEqual({ value: '华东', label: '华东' })
    renameOption(options, 0, '华南', value => value === '华东')
    expect(options[0]).toEqual({ value: '华东', label: '华南' })
  })
})

describe('the clipboard', () => {
  test('carries fields into another form; their own expressions follow to the new keys', () => {
    const from = aForm().money('price').money('sum', { computed: 'price * 2' }).build()
    const to = aForm().text('price').build()
    const clip = readClip(copyFields(from, ['price', 'sum']))!
    expect(pasteFields(to, clip, { at: 'end' })).toEqual(['price2', 'sum'])
    expect(find(to, 'sum')!.field.computed).toBe('price2 * 2')
  })
  test.each(['', 'hello', '{"formloom":"fields","fields":[]}', '{"formloom":"fields","fields":[{"kind":"evil","key":"x"}]}'])(
    'holds nothing in %p',
    text => expect(readClip(text)).toBeUndefined(),
  )
})
