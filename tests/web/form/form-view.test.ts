import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'
import { settle, showForm } from './show-form'

beforeEach(() => {
  speak('zh-CN')
  document.body.innerHTML = ''
})

test('required: silent at first, told on submit, gone with the first key, counted all along', async () => {
  const page = await showForm(aForm().text('name', { required: true }).phone('phone', { required: true }).build())
  expect(page.error('name')).toBeUndefined()
  expect(page.progress()).toEqual({ filled: 0, total: 2, missing: ['name', 'phone'] })
  expect(await page.check()).toBe(false)
  expect(page.error('name')).toBe('请填写name')
  expect(page.view.get('[role=alert]').text()).toBe('有 2 处需要修改')
  expect(document.activeElement).toBe(page.at('name').get('input').element)
  const input = page.at('name').get('input')
  expect(page.view.get(`#${input.attributes('aria-describedby')}`).text()).toBe('请填写name')
  await page.type('name', 'a')
  expect(page.error('name')).toBeUndefined()
  expect(page.progress().missing).toEqual(['phone'])
})

test('a phone number that is too short is told when it is left, not while it is typed', async () => {
  const page = await showForm(aForm().phone('phone').build())
  await page.type('phone', '1380571860')
  expect(page.error('phone')).toBeUndefined()
  await page.leave('phone')
  expect(page.error('phone')).toBe('少了 1 位，手机号应为 11 位数字')
})

test('fields appear by rule, and what does not show is not sent', async () => {
  const form = aForm()
    .choices('needs', ['credit', 'training'])
    .number('days', { required: true, visibleWhen: '"credit" in needs' })
    .build()
  const page = await showForm(form)
  expect(page.has('days')).toBe(false)
  await page.at('needs').findAll('input')[0]!.setValue(true)
  await settle()
  await page.type('days', '45')
  expect(page.sent()).toEqual({ needs: ['credit'], days: '45' })
  await page.at('needs').findAll('input')[0]!.setValue(false)
  await settle()
  expect(page.has('days')).toBe(false)
  expect(page.sent()).toEqual({})
  expect(await page.check()).toBe(true)
})

test('computed fields follow what is typed and are never sent', async () => {
  const form = aForm().number('a').number('b', { computed: 'a * 2' }).build()
  const page = await showForm(form)
  await page.type('a', '21')
  expect(page.at('b').text()).toContain('42')
  expect(page.sent()).toEqual({ a: '21' })
})

test('a check across fields shows its own words at its field', async () => {
  const form = aForm().number('from').number('to').check('order', 'to < from', { message: '止于不能小于起于', at: 'to' }).build()
  const page = await showForm(form, { from: '5', to: '3' })
  expect(await page.check()).toBe(false)
  expect(page.error('to')).toBe('止于不能小于起于')
})

test('what the server refused stands in the same place until it is changed', async () => {
  const page = await showForm(aForm().phone('phone').build(), { phone: '13805718600' })
  await page.view.setProps({ problems: [{ code: 'NOT_UNIQUE', at: 'phone' }] })
  expect(page.error('phone')).toBe('phone已经登记过，不能重复')
  await page.type('phone', '13805718601')
  expect(page.error('phone')).toBeUndefined()
})

test('rights of the place: hidden is absent, read is a text, required must be filled', async () => {
  const form = aForm().text('a').text('b').text('c').build()
  const page = await showForm(form, { a: '1', b: '2' }, { access: { a: 'hidden', b: 'read', c: 'required' } })
  expect(page.has('a')).toBe(false)
  expect(page.at('b').find('input').exists()).toBe(false)
  expect(page.at('b').text()).toContain('2')
  expect(page.progress().missing).toEqual(['c'])
  expect(page.sent()).toEqual({})
})

test('a public page says nothing about what nobody there can fill', async () => {
  const form = aForm().choice('channel', ['fair'], { fromLink: true }).serial('no', '{0000}').text('a').build()
  const empty = await showForm(form, {}, { door: 'link' })
  expect([empty.has('channel'), empty.has('no'), empty.has('a')]).toEqual([false, false, true])
  const brought = await showForm(form, { channel: 'fair' }, { door: 'link' })
  expect(brought.at('channel').text()).toContain('由链接带入')
  expect(await brought.check()).toBe(true)
})

test('reading: values as text, a masked one can be asked for', async () => {
  const form = aForm().money('amount').phone('phone', { personal: true }).text('empty').build()
  const page = await showForm(form, { amount: '3860000.00', phone: '138****8600' }, { mode: 'read', masked: ['phone'] })
  expect(page.view.find('input').exists()).toBe(false)
  expect(page.at('amount').text()).toContain('¥3,860,000.00')
  expect(page.at('empty').text()).toContain('未填写')
  await page.at('phone').get('button').trigger('click')
  expect(page.view.emitted('reveal')).toEqual([['phone']])
})

test('a record that is changed: an emptied field is sent as null', async () => {
  const page = await showForm(aForm().text('a').text('b').build(), { a: '1', b: '2' }, { previous: { a: '1', b: '2' } })
  await page.type('a', '')
  expect(page.sent()).toEqual({ a: null, b: '2' })
})

test('English: labels and sentences follow the page', async () => {
  speak('en')
  const form = aForm()
    .text('name', { label: { zh: '名称', en: 'Name' }, required: true })
    .build()
  const page = await showForm(form, {}, { language: 'en' })
  await page.check()
  expect(page.error('name')).toBe('Name is required')
})
