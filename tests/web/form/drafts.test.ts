import { mount } from '@vue/test-utils'
import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'
import { ApiError } from '@/api/client'
import { draftName, readDraft } from '@/form/draft'
import FillSheet from '@/form/FillSheet.vue'
import type { Typed } from '@/form/typed-values'
import { settle } from './show-form'

const form = aForm().text('name', { required: true }).text('note', { default: '无' }).build()
const name = draftName('u1', 'customers')

beforeEach(() => {
  speak('zh-CN')
  localStorage.clear()
  document.body.innerHTML = ''
})

/** A page with a server that answers each attempt in turn: a record, or a refusal that is thrown. */
async function aPage(answers: (object | Error)[] = [], props: Record<string, unknown> = {}) {
  const attempts: { values: Typed; key: string }[] = []
  const post = async (values: Typed, key: string) => {
    attempts.push({ values, key })
    const answer = answers[attempts.length - 1] ?? { id: 'r1' }
    if (answer instanceof Error) throw answer
    return answer
  }
  const page = mount(FillSheet, {
    attachTo: document.body,
    props: { form, version: 1, draftName: name, access: {}, door: 'user' as const, post, ...props } as never,
  })
  await settle()
  return {
    page,
    attempts,
    input: (key: string) => page.get<HTMLInputElement>(`[data-at="${key}"] input`),
    type: async (key: string, text: string) => page.get(`[data-at="${key}"] input`).setValue(text),
    submit: async (times = 1) => {
      for (let time = 0; time < times; time++) page.get('form').element.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    },
  }
}

test('what was typed is there again after a reload, and can be thrown away', async () => {
  const before = await aPage()
  await before.type('name', '禾煦')
  dispatchEvent(new Event('pagehide'))
  before.page.unmount()
  const after = await aPage()
  expect(after.input('name').element.value).toBe('禾煦')
  expect(after.page.get('.restored').text()).toContain('未提交的内容')
  await after.page.get('.restored .link').trigger('click')
  await settle()
  expect(after.input('name').element.value).toBe('')
  expect(after.input('note').element.value).toBe('无')
  expect(after.page.find('.restored').exists()).toBe(false)
})

test('defaults alone are no draft', async () => {
  const { page } = await aPage()
  dispatchEvent(new Event('pagehide'))
  page.unmount()
  expect(readDraft(name)).toBeUndefined()
})

test('an acknowledged submission leaves no draft', async () => {
  const sheet = await aPage()
  await sheet.type('name', 'a')
  await sheet.submit()
  expect(sheet.page.emitted('done')).toHaveLength(1)
  expect(readDraft(name)).toBeUndefined()
})

test('a double click is one submission', async () => {
  const sheet = await aPage()
  await sheet.type('name', 'a')
  await sheet.submit(2)
  expect(sheet.attempts).toHaveLength(1)
})

test('the network goes: nothing is lost, and the next try carries the same key, also after a reload', async () => {
  const first = await aPage([new ApiError(0, 'OFFLINE')])
  await first.type('name', 'a')
  await first.submit()
  expect(first.page.get('.trouble').text()).toContain('还没有提交成功')
  first.page.unmount()
  const second = await aPage()
  expect(second.input('name').element.value).toBe('a')
  await second.submit()
  expect(second.attempts[0]).toEqual(first.attempts[0])
})

test('changed after a try that had arrived: the first answer is fetched under its own body, and the page says so', async () => {
  const sheet = await aPage([new ApiError(0, 'OFFLINE'), new ApiError(422, 'IDEMPOTENCY_KEY_REUSED'), { id: 'r1' }])
  await sheet.type('name', 'a')
  await sheet.submit()
  await sheet.type('name', 'b')
  await sheet.submit()
  expect(sheet.attempts.map(each => each.values.name)).toEqual(['a', 'b', 'a'])
  expect(new Set(sheet.attempts.map(each => each.key)).size).toBe(1)
  expect(sheet.page.emitted('done')![0]!.slice(0, 2)).toEqual([{ id: 'r1' }, true])
})

test('a refusal is another submission next time, and stands at its field', async () => {
  const sheet = await aPage([new ApiError(422, 'VALIDATION', [{ code: 'NOT_UNIQUE', at: 'name' }])])
  await sheet.type('name', 'a')
  await sheet.submit()
  expect(sheet.page.get('[data-at=name] .error').text()).toBe('name已经登记过，不能重复')
  await sheet.type('name', 'b')
  await sheet.submit()
  expect(sheet.attempts[0]!.key).not.toBe(sheet.attempts[1]!.key)
})

test('a record that others changed while the draft lay: theirs where nothing was typed, mine where something was', async () => {
  const props = { previous: { name: 'a', note: 'x' }, start: { name: 'a', note: 'x' }, rev: 1 }
  const before = await aPage([], props)
  await before.type('name', 'mine')
  dispatchEvent(new Event('pagehide'))
  before.page.unmount()
  const theirs = { name: 'a', note: 'theirs' }
  const after = await aPage([], { previous: theirs, start: theirs, rev: 2 })
  expect([after.input('name').element.value, after.input('note').element.value]).toEqual(['mine', 'theirs'])
})

test('a storage that refuses is not called "saved"', async () => {
  const refuse = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const sheet = await aPage()
  await sheet.type('name', 'a')
  dispatchEvent(new Event('pagehide'))
  await settle()
  expect(sheet.page.text()).toContain('不让保存草稿')
  refuse.mockRestore()
})
