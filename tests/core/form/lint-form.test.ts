import type { Form } from '#core/form/form'
import { lintForm } from '#core/form/lint-form'
import { aForm } from '../../support/forms.js'

const good = () =>
  aForm()
    .text('name', { required: true })
    .money('amount')
    .with({ title: ['name'] })
const faults = (form: Form) => lintForm(form).map(each => `${each.severity} ${each.code} ${each.at ?? ''}`.trim())

describe('core/form/lint-form', () => {
  it('finds nothing in a good form', () => {
    const form = good()
      .subform('items', rows =>
        rows.number('qty').money('price').money('sum', { computed: 'qty * price * (1 - $parent.rebate)' }),
      )
      .number('rebate', { decimals: 2 })
      .money('total', { computed: '$sum(items.sum)', visibleWhen: '$count(items) > 0' })
      .text('city', { default: { expression: 'name' } })
      .check('cheap', 'total < 1 and $previous.total > 1')
      .build()
    expect(lintForm(form)).toEqual([])
  })

  it.each<[string, Form, string[]]>([
    ['a key with a capital', good().text('Name2').build(), ['error BAD_KEY Name2']],
    ['a key of the prototype', good().text('constructor').build(), ['error RESERVED_KEY constructor']],
    [
      "the row's own id",
      good()
        .subform('items', rows => rows.text('id'))
        .build(),
      ['error RESERVED_KEY items.id'],
    ],
    [
      'a key twice',
      good().text('name').build(),
      ['error DUPLICATE_KEY name', 'warning DUPLICATE_LABEL name', 'error LAYOUT_TWICE name'],
    ],
    ['an empty label', good().text('b', { label: ' ' }).build(), ['warning EMPTY_LABEL b']],
    [
      'a subform in a subform',
      good()
        .subform('a', rows => rows.subform('b', more => more.text('c')))
        .build(),
      ['error NESTED_SUBFORM a.b'],
    ],
    [
      'an empty subform',
      good()
        .subform('a', rows => rows)
        .build(),
      ['error EMPTY_SUBFORM a'],
    ],
    [
      'a serial number per row',
      good()
        .subform('a', rows => rows.serial('b', '{0}'))
        .build(),
      ['error SERIAL_IN_SUBFORM a.b'],
    ],
    ['unique where it cannot be', good().textarea('b', { unique: true }).build(), ['error UNIQUE_NOT_ALLOWED b']],
    [
      'unique inside of rows',
      good()
        .subform('a', rows => rows.text('b', { unique: true }))
        .build(),
      ['error UNIQUE_NOT_ALLOWED a.b'],
    ],
    ['a computed file', good().file('b', { computed: 'name' }).build(), ['error COMPUTED_NOT_ALLOWED b']],
    [
      'required, but closed to people',
      good().text('b', { required: true, hidden: true }).build(),
      ['warning REQUIRED_BUT_HIDDEN b'],
    ],
    ['no options', good().choice('b', []).build(), ['error NO_OPTIONS b']],
    [
      'the same option twice',
      good().choice('b', ['x', 'x']).build(),
      ['error DUPLICATE_OPTION b', 'warning DUPLICATE_OPTION_LABEL b'],
    ],
    [
      'an option without a label',
      good()
        .choice('b', [], { options: [{ value: 'x', label: '' }] })
        .build(),
      ['error EMPTY_OPTION b'],
    ],
    [
      'min above max',
      good().number('b', { min: '2', max: '10' }).number('c', { min: '10', max: '2' }).build(),
      ['error MIN_ABOVE_MAX c'],
    ],
    ['a limit in words', good().number('b', { min: 'two' }).build(), ['error BAD_LIMIT b']],
    ['seven decimals', good().number('b', { decimals: 7 }).build(), ['error BAD_DECIMALS b']],
    ['a text longer than its column', good().text('b', { maxLength: 300 }).build(), ['error BAD_MAX_LENGTH b']],
    ['a pattern that is none', good().text('b', { pattern: '(' }).build(), ['error BAD_PATTERN b']],
    ['a pattern that RE2 refuses', good().text('b', { pattern: '(a)\\1' }).build(), ['error BAD_PATTERN b']],
    ['a serial number without a counter', good().serial('b', 'K-{YYYY}').build(), ['error SERIAL_NO_COUNTER b']],
    ['a serial number with two', good().serial('b', '{00}{00}').build(), ['error SERIAL_TWO_COUNTERS b']],
    ['a serial number with an unknown part', good().serial('b', '{HH}{00}').build(), ['error SERIAL_UNKNOWN_PART b']],
    [
      'a title that does not exist',
      aForm()
        .text('a')
        .with({ title: ['b'] })
        .build(),
      ['error SETTING_UNKNOWN_FIELD settings.title'],
    ],
    [
      'a title that is a file',
      aForm()
        .file('a')
        .with({ title: ['a'] })
        .build(),
      ['error SETTING_WRONG_KIND settings.title'],
    ],
    ['no title', aForm().text('a').build(), ['warning NO_TITLE settings.title']],
    ['an unknown zone', good().with({ zone: 'Asia/Shangai' }).build(), ['error UNKNOWN_ZONE settings.zone']],
    [
      'a check that points nowhere',
      good().check('c', 'amount > 1', { at: 'nmae' }).build(),
      ['error CHECK_UNKNOWN_FIELD checks.c'],
    ],
    [
      'a circle of computed fields',
      good().number('b', { computed: 'c' }).number('c', { computed: 'b' }).build(),
      ['error CIRCLE b'],
    ],
    ['a field of itself', good().number('b', { computed: 'b + 1' }).build(), ['error CIRCLE b']],
    [
      'a circle of visibility',
      good().text('b', { visibleWhen: 'c = "1"' }).text('c', { visibleWhen: 'b = "1"' }).build(),
      ['error CIRCLE b'],
    ],
    [
      'a circle through rows',
      good()
        .subform('items', rows => rows.number('part', { computed: '$parent.total / 2' }))
        .number('total', { computed: '$sum(items.part)' })
        .build(),
      ['error CIRCLE items.part'],
    ],
    ['an expression that does not parse', good().number('b', { computed: '1 +' }).build(), ['error EXPR_SYNTAX b']],
  ])('finds %s', (_name, form, expected) => {
    expect(faults(form)).toEqual(expected)
  })

  it('does not mistake a word in a string for a circle', () => {
    const form = good().text('b', { computed: '"see c: " & name' }).text('c', { computed: '"see b: " & name' }).build()
    expect(lintForm(form)).toEqual([])
  })

  it('says which field was meant, also in rows and of the record around them', () => {
    const form = good()
      .money('total', { computed: 'amout * 2' })
      .subform('items', rows => rows.number('qty').number('twice', { computed: 'qtty * $parent.amuont' }))
      .build()
    const meant = lintForm(form).map(each => [each.code, each.at, each.params?.didYouMean])
    expect(meant).toEqual([
      ['UNKNOWN_FIELD', 'total', 'amount'],
      ['UNKNOWN_FIELD', 'items.twice', 'qty'],
      ['UNKNOWN_FIELD', 'items.twice', 'amount'],
    ])
  })

  it('compares the layout with the fields', () => {
    const form = {
      ...good().build(),
      layout: [
        { field: 'name', span: 7 as 8 },
        { field: 'ghost', span: 24 as const },
      ],
    }
    expect(faults(form)).toEqual(['error LAYOUT_UNKNOWN_FIELD ghost', 'warning NOT_IN_LAYOUT amount', 'error BAD_SPAN name'])
  })

  it('refuses a form that no MySQL row can hold', () => {
    const wide = good()
    for (let index = 0; index < 60; index++) wide.text(`t${index}`)
    expect(faults(wide.build())).toEqual(['error FORM_TOO_WIDE'])
  })
})
