import type { Form, Values } from '#core/form/form'
import { evaluateInProcess } from '#core/rule/evaluate'
import { validate, type ValidateOptions } from '#core/form/validate'
import { aContext, aForm } from '../../support/forms.js'

const submit = (form: Form, raw: unknown, options: Partial<ValidateOptions> = {}) =>
  validate(form, raw, { mode: 'create', door: 'user', context: aContext, evaluate: evaluateInProcess, ...options })

const patch = (form: Form, previous: Values, raw: unknown, options: Partial<ValidateOptions> = {}) =>
  submit(form, raw, { mode: 'update', partial: true, previous, ...options })

const problems = (...list: [code: string, at?: string][]) => ({
  problems: list.map(([code, at]) => expect.objectContaining({ code, ...(at === undefined ? {} : { at }) }) as unknown),
})

describe('core/form/validate - keys', () => {
  const form = aForm().text('name').build()

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'name'],
    ['a number', 1],
  ])('refuses %s', async (_name, raw) => {
    expect(await submit(form, raw)).toEqual(problems(['NOT_AN_OBJECT']))
  })

  it('reports unknown keys, system keys and prototype keys alike', async () => {
    const raw: unknown = JSON.parse('{"name":"a","nmae":"b","_id":"1","__proto__":{"x":1},"constructor":1,"toString":2}')
    expect(await submit(form, raw)).toEqual(
      problems(
        ['UNKNOWN_FIELD', 'nmae'],
        ['UNKNOWN_FIELD', '_id'],
        ['UNKNOWN_FIELD', '__proto__'],
        ['UNKNOWN_FIELD', 'constructor'],
        ['UNKNOWN_FIELD', 'toString'],
      ),
    )
  })

  it('names only the first twenty of a million unknown keys', async () => {
    const raw = Object.fromEntries(Array.from({ length: 1000 }, (_each, index) => [`x${index}`, 1]))
    const outcome = await submit(form, raw)
    expect('problems' in outcome && outcome.problems).toHaveLength(20)
  })
})

describe('core/form/validate - access', () => {
  const form = aForm().text('name').text('opinion').serial('no', '{0000}').build()

  it('refuses a hidden field, whatever is sent for it', async () => {
    const outcome = await patch(form, { name: 'a', opinion: 'ok' }, { opinion: 'ok' }, { access: { opinion: 'hidden' } })
    expect(outcome).toEqual(problems(['FIELD_NOT_ALLOWED', 'opinion']))
  })

  it('accepts a read-only field that repeats what the record holds, and refuses another value or clearing it', async () => {
    const previous = { name: 'a', opinion: 'ok' }
    const access = { opinion: 'read' } as const
    expect(await patch(form, previous, { name: 'b', opinion: ' ok ' }, { access })).toEqual({
      values: { name: 'b', opinion: 'ok' },
    })
    expect(await patch(form, previous, { opinion: 'no' }, { access })).toEqual(problems(['FIELD_NOT_ALLOWED', 'opinion']))
    expect(await patch(form, previous, { opinion: null }, { access })).toEqual(problems(['FIELD_NOT_ALLOWED', 'opinion']))
  })

  it('keeps the serial number and lets nobody type one', async () => {
    const previous = { name: 'a', no: '0007' }
    expect(await patch(form, previous, { name: 'b' })).toEqual({ values: { name: 'b', no: '0007' } })
    expect(await patch(form, previous, { no: '0008' })).toEqual(problems(['FIELD_NOT_ALLOWED', 'no']))
  })

  it("takes '*' for every field that the place does not name", async () => {
    const access = { '*': 'read', name: 'write' } as const
    expect(await submit(form, { name: 'a' }, { access })).toEqual({ values: { name: 'a' } })
    expect(await submit(form, { opinion: 'x' }, { access })).toEqual(problems(['FIELD_NOT_ALLOWED', 'opinion']))
  })

  it('binds people, not programs, by what a field says of itself', async () => {
    const graded = aForm().text('name').text('grade', { readonly: true }).build()
    expect(await submit(graded, { grade: 'A' })).toEqual(problems(['FIELD_NOT_ALLOWED', 'grade']))
    expect(await submit(graded, { grade: 'A' }, { door: 'process' })).toEqual({ values: { grade: 'A' } })
    expect(await submit(graded, { grade: 'A' }, { door: 'process', access: { grade: 'read' } })).toEqual(
      problems(['FIELD_NOT_ALLOWED', 'grade']),
    )
  })

  it('never lets a place open what the field itself closes to people', async () => {
    const graded = aForm().text('grade', { readonly: true }).build()
    expect(await submit(graded, { grade: 'A' }, { access: { grade: 'write' } })).toEqual(problems(['FIELD_NOT_ALLOWED', 'grade']))
  })

  it("takes the channel from the link, not from the link's visitor", async () => {
    const intake = aForm().text('name').text('channel', { fromLink: true, required: true }).build()
    const link = { door: 'link' } as const
    expect(await submit(intake, { name: 'a' }, { ...link, given: { channel: 'expo' } })).toEqual({
      values: { name: 'a', channel: 'expo' },
    })
    expect(await submit(intake, { name: 'a', channel: 'web' }, link)).toEqual(problems(['FIELD_NOT_ALLOWED', 'channel']))
  })
})

describe('core/form/validate - create and update', () => {
  const form = aForm().text('name').text('note').build()

  it('keeps what a patch does not mention', async () => {
    expect(await patch(form, { name: 'a', note: 'n' }, { name: 'b' })).toEqual({ values: { name: 'b', note: 'n' } })
    expect(await patch(form, { name: 'a', note: 'n' }, { note: null })).toEqual({ values: { name: 'a' } })
  })

  it('empties what a whole update does not mention, save what the writer may not write', async () => {
    const whole = { partial: false }
    expect(await patch(form, { name: 'a', note: 'n' }, { name: 'b' }, whole)).toEqual({ values: { name: 'b' } })
    const access = { note: 'hidden' } as const
    expect(await patch(form, { name: 'a', note: 'n' }, { name: 'b' }, { ...whole, access })).toEqual({
      values: { name: 'b', note: 'n' },
    })
  })

  it('accepts an untouched value that the form would no longer take, and only that', async () => {
    const graded = aForm().text('name').choice('grade', ['A']).build()
    const old = { name: 'a', grade: 'Z' }
    expect(await patch(graded, old, { name: 'b', grade: 'Z' }, { partial: false })).toEqual({ values: { name: 'b', grade: 'Z' } })
    expect(await patch(graded, old, { grade: 'Y' })).toEqual(problems(['NOT_AN_OPTION', 'grade']))
    expect(await submit(graded, { grade: 'Z' })).toEqual(problems(['NOT_AN_OPTION', 'grade']))
  })

  it('fills defaults of a new record only, and not where empty was sent', async () => {
    const preset = aForm()
      .text('name')
      .choice('grade', ['A', 'B'], { default: 'B' })
      .text('title', { default: { expression: '"grade " & grade' } })
      .build()
    expect(await submit(preset, { name: 'a' })).toEqual({ values: { name: 'a', grade: 'B', title: 'grade B' } })
    expect(await submit(preset, { grade: null })).toEqual({ values: { title: 'grade' } })
    expect(await patch(preset, { name: 'a' }, { name: 'b' })).toEqual({ values: { name: 'b' } })
  })

  it('fills defaults of fields that the writer does not see', async () => {
    const preset = aForm().text('name').text('state', { default: 'new', hidden: true }).build()
    expect(await submit(preset, { name: 'a' })).toEqual({ values: { name: 'a', state: 'new' } })
  })
})

describe('core/form/validate - computed', () => {
  const order = aForm()
    .money('total', { computed: 'net * 1.06' })
    .number('net', { decimals: 2, computed: '$sum(items.amount)' })
    .subform('items', rows => rows.number('qty').money('price').money('amount', { computed: 'qty * price * $parent.rate' }))
    .number('rate', { decimals: 1, default: '1' })
    .build()

  it('works out chains and rows in the order that they need', async () => {
    const outcome = await submit(order, {
      items: [
        { qty: 2, price: '0.10' },
        { qty: 3, price: '9.99' },
      ],
    })
    expect(outcome).toEqual({
      values: {
        total: '31.98',
        net: '30.17',
        rate: '1.0',
        items: [
          { id: '', qty: '2', price: '0.10', amount: '0.20' },
          { id: '', qty: '3', price: '9.99', amount: '29.97' },
        ],
      },
    })
  })

  it('works out anew on every change and refuses a typed result that differs', async () => {
    const before = { rate: '1.0', total: '1.06', net: '1.00', items: [{ id: 'r1', qty: '1', price: '1.00', amount: '1.00' }] }
    const outcome = await patch(order, before, { items: [{ id: 'r1', qty: 4, price: '1.00' }] })
    expect(outcome).toMatchObject({ values: { total: '4.24', net: '4.00' } })
    expect(await patch(order, before, { total: '1.06' })).toMatchObject({ values: { total: '1.06' } })
    expect(await patch(order, before, { total: '9.99' })).toEqual(problems(['FIELD_NOT_ALLOWED', 'total']))
  })

  it('leaves a field empty while its inputs are missing', async () => {
    expect(await submit(order, {})).toEqual({ values: { rate: '1.0' } })
  })

  it('reports an expression that fails, and a result that the field cannot hold', async () => {
    const failing = aForm().text('a').number('b', { computed: 'a + 1' }).number('c', { computed: '"many"' }).build()
    expect(await submit(failing, { a: 'x' })).toEqual(problems(['COMPUTE_FAILED', 'b'], ['NOT_A_NUMBER', 'c']))
  })
})

describe('core/form/validate - visibility', () => {
  const form = aForm()
    .choice('type', ['person', 'company'])
    .text('tax', { visibleWhen: 'type = "company"', required: true })
    .text('bank', { visibleWhen: '$exists(tax)', required: true })
    .number('length', { computed: '$length(bank)' })
    .build()

  it('neither requires nor keeps what does not show, nor what depends on it', async () => {
    expect(await submit(form, { type: 'person', tax: '123', bank: 'abc' })).toEqual({ values: { type: 'person' } })
  })

  it('requires what shows', async () => {
    expect(await submit(form, { type: 'company' })).toEqual(problems(['REQUIRED', 'tax']))
    expect(await submit(form, { type: 'company', tax: '1', bank: 'abc' })).toEqual({
      values: { type: 'company', tax: '1', bank: 'abc', length: '3' },
    })
  })

  it('ends where two fields hide each other', async () => {
    const quarrel = aForm().text('a', { visibleWhen: '$not($exists(b))' }).text('b', { visibleWhen: '$not($exists(a))' }).build()
    expect(await submit(quarrel, { a: 'x', b: 'y' })).toEqual({ values: { a: 'x' } })
    expect(await submit(quarrel, { a: 'x' })).toEqual({ values: { a: 'x' } })
  })

  it('hides from the end of a chain, whatever the order on the sheet', async () => {
    const chain = aForm()
      .text('a', { visibleWhen: '$not($exists(b))' })
      .text('b', { visibleWhen: '$not($exists(c))' })
      .text('c', { visibleWhen: 'total > 10' })
      .number('total', { computed: 'd + 1' })
      .number('d', { visibleWhen: 'false' })
      .build()
    expect(await submit(chain, { a: 'a', b: 'b', c: 'c', d: 50 })).toEqual({ values: { b: 'b' } })
  })

  it('shows and reports a field whose condition fails', async () => {
    const failing = aForm().text('a').text('b', { visibleWhen: 'a > 1' }).build()
    expect(await submit(failing, { a: 'x', b: 'y' })).toEqual(problems(['VISIBLE_FAILED', 'b']))
  })

  it('hides cells of single rows', async () => {
    const rowwise = aForm()
      .text('kind')
      .subform('items', rows =>
        rows.choice('type', ['a', 'b']).text('why', { visibleWhen: 'type = "b" and $parent.kind = "x"', required: true }),
      )
      .build()
    expect(
      await submit(rowwise, {
        kind: 'x',
        items: [
          { type: 'a', why: 'gone' },
          { type: 'b', why: 'kept' },
        ],
      }),
    ).toEqual({
      values: {
        kind: 'x',
        items: [
          { id: '', type: 'a' },
          { id: '', type: 'b', why: 'kept' },
        ],
      },
    })
    expect(await submit(rowwise, { kind: 'x', items: [{ type: 'a' }, { type: 'b' }] })).toEqual(
      problems(['REQUIRED', 'items[1].why']),
    )
  })
})

describe('core/form/validate - required', () => {
  const form = aForm()
    .text('name', { required: true })
    .text('opinion')
    .subform('items', rows => rows.text('a'), { minRows: 1 })
    .build()

  it('asks the writer only for what the writer may write', async () => {
    expect(await submit(form, {})).toEqual(problems(['REQUIRED', 'name'], ['REQUIRED', 'items']))
    expect(await submit(form, {}, { access: { name: 'hidden', items: 'read' } })).toEqual({ values: {} })
  })

  it('asks for what the place requires, also in a patch', async () => {
    expect(await patch(form, { name: 'a' }, {}, { access: { opinion: 'required' } })).toEqual(problems(['REQUIRED', 'opinion']))
  })

  it('forgives a patch the gaps that were there before, not the ones it makes', async () => {
    expect(await patch(form, { opinion: 'x' }, { opinion: 'y' })).toEqual({ values: { opinion: 'y' } })
    expect(await patch(form, { name: 'a', opinion: 'x' }, { name: '' })).toEqual(problems(['REQUIRED', 'name']))
  })

  it('does not forgive a gap that the patch brings to light', async () => {
    const company = aForm()
      .choice('type', ['person', 'company'])
      .text('tax', { required: true, visibleWhen: 'type = "company"' })
      .build()
    expect(await patch(company, { type: 'person' }, { type: 'company' })).toEqual(problems(['REQUIRED', 'tax']))
  })

  it('reports a faulty value once, not also as missing', async () => {
    const phoned = aForm().phone('phone', { required: true }).build()
    expect(await submit(phoned, { phone: '138' })).toEqual({
      problems: [{ code: 'PHONE_DIGITS', at: 'phone', params: { have: 3, need: 11 } }],
    })
  })
})

describe('core/form/validate - subform rights and files', () => {
  const form = aForm()
    .subform('items', rows => rows.text('a').text('b', { default: 'new' }))
    .build()
  const previous = { items: [{ id: 'r1', a: '1', b: 'secret' }] }

  it('keeps cells of columns that may not be written', async () => {
    const access = { 'items.b': 'hidden' } as const
    expect(await patch(form, previous, { items: [{ id: 'r1', a: '2' }, { a: '3' }] }, { access })).toEqual({
      values: {
        items: [
          { id: 'r1', a: '2', b: 'secret' },
          { id: '', a: '3', b: 'new' },
        ],
      },
    })
    expect(await patch(form, previous, { items: [{ id: 'r1', b: 'x' }] }, { access })).toEqual(
      problems(['FIELD_NOT_ALLOWED', 'items[0].b']),
    )
  })

  it('believes the record, not the caller, about a known file', async () => {
    const filed = aForm().file('scan').build()
    const known = { id: 'f1', name: 'a.pdf', size: 10, type: 'application/pdf' }
    const outcome = await patch(
      filed,
      { scan: [known] },
      {
        scan: [
          { id: 'f1', name: 'x' },
          { id: 'f2', name: 'y' },
        ],
      },
    )
    expect(outcome).toEqual({ values: { scan: [known, { id: 'f2', name: '', size: 0, type: '' }] } })
  })
})

describe('core/form/validate - checks', () => {
  const form = aForm()
    .date('from')
    .date('to')
    .check('order', 'from > to', { message: { zh: '起止颠倒' }, at: 'to' })
    .build()

  it('refuses while a check is true', async () => {
    expect(await submit(form, { from: '2026-02-01', to: '2026-01-01' })).toEqual({
      problems: [{ code: 'CHECK_FAILED', at: 'to', params: { check: 'order', message: { zh: '起止颠倒' } } }],
    })
    expect(await submit(form, { from: '2026-01-01', to: '2026-02-01' })).toEqual({
      values: { from: '2026-01-01', to: '2026-02-01' },
    })
  })

  it('refuses when a check cannot be answered', async () => {
    const broken = aForm().text('a').check('bad', 'a > 1').build()
    expect(await submit(broken, { a: 'x' })).toEqual(problems(['CHECK_BROKEN']))
  })

  it('may compare with what the record was', async () => {
    const rising = aForm().number('n').check('falls', 'n < $previous.n', { at: 'n' }).build()
    expect(await patch(rising, { n: '5' }, { n: 4 })).toEqual(problems(['CHECK_FAILED', 'n']))
    expect(await patch(rising, { n: '5' }, { n: 6 })).toEqual({ values: { n: '6' } })
    expect(await submit(rising, { n: 4 })).toEqual({ values: { n: '4' } })
  })
})
