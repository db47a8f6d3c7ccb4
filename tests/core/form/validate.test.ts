import { aForm } from '../../support/forms.js'
import { patch, problems, submit } from './submit.js'

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
