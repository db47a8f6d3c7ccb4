import { recordFacts, recordTitle } from '#core/form/record-title'
import { aForm } from '../../support/forms.js'

const form = aForm()
  .text('name')
  .choice('grade', [], { options: [{ value: 'a', label: { zh: '重点', en: 'Key' } }] })
  .money('amount')
  .member('owner')
  .datetime('met')
  .with({ title: ['name', 'grade'], facts: ['amount', 'owner', 'met', 'name'] })
  .build()
const values = { name: '云帆', grade: 'a', amount: '3860000.00', owner: ['u1'], met: '2026-11-21T06:05:00.000Z' }

describe('core/form/record-title', () => {
  it('joins the title fields in the language of the reader', () => {
    expect(recordTitle(form, values, { language: 'zh' })).toBe('云帆 · 重点')
    expect(recordTitle(form, values, { language: 'en' })).toBe('云帆 · Key')
    expect(recordTitle(form, { grade: 'a' }, { language: 'en' })).toBe('Key')
  })

  it('falls back on the first text that is not personal, then on the serial number', () => {
    const untitled = aForm().text('id', { personal: true }).text('city').serial('no', '{0000}').build()
    expect(recordTitle(untitled, { id: '110', city: '杭州', no: '0007' }, { language: 'zh' })).toBe('杭州')
    expect(recordTitle(untitled, { id: '110', no: '0007' }, { language: 'zh' })).toBe('0007')
    expect(recordTitle(untitled, {}, { language: 'zh' })).toBe('')
  })

  it('shows three facts that have a value, with names of people and the clock of the reader', () => {
    const nameOf = (_field: unknown, id: string) => ({ u1: '陈静' })[id]
    const facts = (subset: typeof values | { name: string }) =>
      recordFacts(form, subset, { language: 'zh', zone: 'Asia/Shanghai', nameOf }).map(fact => fact.text)
    expect(facts(values)).toEqual(['¥3,860,000.00', '陈静', '2026-11-21 14:05'])
    expect(facts({ name: '云帆' })).toEqual(['云帆'])
  })
})
