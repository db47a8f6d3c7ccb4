import { aForm } from '../../support/forms.js'
import { patch, problems, submit } from './submit.js'

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

  it('keeps hidden fields from people at forms and links, whatever the place says', async () => {
    const stated = aForm().text('name').text('state', { hidden: true, default: 'new' }).build()
    for (const door of ['user', 'link'] as const)
      expect(await submit(stated, { state: 'new' }, { door, access: { state: 'write' } })).toEqual(
        problems(['FIELD_NOT_ALLOWED', 'state']),
      )
    expect(await submit(stated, { state: 'won' }, { door: 'import' })).toEqual({ values: { state: 'won' } })
  })

  it('does not mind a read-only value of a field that no longer shows', async () => {
    const shy = aForm().text('type').number('sum', { computed: '1 + 1', visibleWhen: 'type = "a"' }).build()
    expect(await submit(shy, { type: 'b', sum: 2 })).toEqual({ values: { type: 'b' } })
    expect(await submit(shy, { type: 'a', sum: 3 })).toEqual(problems(['FIELD_NOT_ALLOWED', 'sum']))
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
