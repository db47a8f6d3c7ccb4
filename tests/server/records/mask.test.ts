import { maskValue, maskValues, unmask } from '../../../server/records/mask.js'
import { aForm } from '../../support/forms.js'

const { fields } = aForm('people')
  .phone('phone', { personal: true })
  .email('email', { personal: true })
  .text('name', { personal: true })
  .text('company')
  .date('born', { personal: true })
  .subform('contacts', rows => rows.text('role').phone('phone', { personal: true }))
  .build()
const field = (key: string) => fields.find(each => each.key === key)!

test.each([
  ['phone', '13800138000', '138****8000'],
  ['phone', '02112345678', '021****5678'],
  ['phone', '+6512345', '***45'],
  ['phone', '4001', '***'],
  ['email', 'zhang@example.com', 'z***@example.com'],
  ['name', '张三丰', '张**'],
  ['name', '𠮷田', '𠮷**'],
  ['born', '1990-01-01', '***'],
])('the %s %s is shown as %s', (key, value, shown) => {
  expect(maskValue(field(key), value)).toBe(shown)
})

test('masks personal cells of subforms and names what was masked', () => {
  const { values, masked } = maskValues(fields, {
    company: 'Acme',
    name: '李雷',
    contacts: [{ id: 'r1', role: 'boss', phone: '13800138000' }],
  })
  expect(values).toEqual({ company: 'Acme', name: '李**', contacts: [{ id: 'r1', role: 'boss', phone: '138****8000' }] })
  expect(masked).toEqual(['name', 'contacts.phone'])
})

test('takes a mask that comes back for the stored value, in rows too, and anything else as meant', () => {
  const stored = { phone: '13800138000', name: '李雷', contacts: [{ id: 'r1', role: 'boss', phone: '13900139000' }] }
  const raw = {
    phone: '138****8000',
    name: '韩梅梅',
    contacts: [{ id: 'r1', role: 'chief', phone: '139****9000' }, { phone: '139****9000' }],
  }
  expect(unmask(fields, raw, stored)).toEqual({
    phone: '13800138000',
    name: '韩梅梅',
    contacts: [{ id: 'r1', role: 'chief', phone: '13900139000' }, { phone: '139****9000' }],
  })
})
