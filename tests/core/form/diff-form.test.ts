import { diffForms } from '#core/form/diff-form'
import { aForm } from '../../support/forms.js'

const before = () =>
  aForm()
    .text('name')
    .number('size', { decimals: 0 })
    .choice('grade', ['A', 'B'])
    .subform('items', rows => rows.text('what').money('price'))
    .check('big', 'size > 5')

describe('core/form/diff-form', () => {
  it('says nothing about the same form, however its keys are ordered', () => {
    const form = before().build()
    const turned = { ...form, fields: form.fields.map(field => Object.fromEntries(Object.entries(field).reverse())) }
    expect(diffForms(form, turned as unknown as typeof form)).toEqual([])
  })

  it('says nothing about a switch that is off instead of absent', () => {
    expect(diffForms(aForm().text('a').build(), aForm().text('a', { required: false, hint: '' }).build())).toEqual([])
  })

  it('tells every change as a fact', () => {
    const after = aForm()
      .text('name', { label: '姓名', required: true })
      .number('size', { decimals: 2 })
      .choice('grade', [], {
        options: [
          { value: 'A', label: '甲' },
          { value: 'C', label: 'C' },
        ],
      })
      .subform('items', rows => rows.text('what').text('price').date('due'))
      .check('big', 'size > 6')
      .check('small', 'size < 1')
      .with({ title: ['name'] })
      .build()
    expect(diffForms(before().build(), after)).toEqual([
      { what: 'settingChanged', at: 'name', setting: 'label', before: 'name', after: '姓名' },
      { what: 'settingChanged', at: 'name', setting: 'required', after: true },
      { what: 'columnChanged', at: 'size', before: 'number', after: 'number', compatible: false },
      { what: 'settingChanged', at: 'size', setting: 'decimals', before: 0, after: 2 },
      { what: 'optionRenamed', at: 'grade', value: 'A', label: '甲' },
      { what: 'optionAdded', at: 'grade', value: 'C', label: 'C' },
      { what: 'optionRemoved', at: 'grade', value: 'B', label: 'B' },
      { what: 'kindChanged', at: 'items.price', before: 'money', after: 'text', compatible: false },
      { what: 'fieldAdded', at: 'items.due', kind: 'date', label: 'due' },
      { what: 'checkAdded', at: 'checks.small' },
      { what: 'checkChanged', at: 'checks.big' },
      { what: 'settingChanged', at: 'settings', setting: 'title', after: ['name'] },
    ])
  })

  it('tells removed fields, and moves only of fields that stay', () => {
    const removed = aForm().text('a').text('c').build()
    const form = aForm().text('a').text('b').text('c').build()
    expect(diffForms(form, removed)).toEqual([{ what: 'fieldRemoved', at: 'b', kind: 'text', label: 'b' }])
    expect(diffForms(form, { ...form, layout: [...form.layout].reverse() })).toEqual([{ what: 'fieldsMoved', at: '' }])
  })
})
