import { aForm } from '../../support/forms.js'
import { patch, problems, submit } from './submit.js'

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
