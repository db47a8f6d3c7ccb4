import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { backTo } from '@/pages/sign-in/back'
import { splitFacts } from '@/pages/home/task-facts'
import BottomSheet from '@/ui/BottomSheet.vue'
import ConfirmHost from '@/ui/ConfirmHost.vue'
import { confirmAction } from '@/ui/confirm'
import { hueOf, initials } from '@/ui/initials'
import { findTargets } from '@/ui/palette'
import { passwordAdvice } from '@/ui/password-advice'
import ProgressLine from '@/ui/ProgressLine.vue'
import { strokeOf } from '@/ui/use-hotkeys'
import { speak } from '../support/texts'

beforeEach(() => {
  speak('zh-CN')
  document.body.innerHTML = ''
})

test.each([
  ['林晓彤', '晓彤'],
  ['周敏', '敏'],
  ['欧阳娜', '娜'],
  ['欧阳', '阳'],
  ['Jane Doe', 'JD'],
  ['jane', 'J'],
])('initials of %s are %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
  expect(hueOf(name)).toBe(hueOf(name))
})

test.each([
  ['/tasks/1?tab=form', '/tasks/1?tab=form'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in?back=/x', '/'],
  [undefined, '/'],
])('after sign-in %s leads to %s', (asked, expected) => expect(backTo(asked)).toBe(expected))

test.each([
  ['', false],
  ['1234567', false],
  ['12345678', false],
  ['aaaaaaaa', false],
  ['linda2026', false],
  ['correct horse', true],
  ['Kx9!vvT2pq', true],
])('the password %p is good enough: %p', (password, enough) => {
  expect(passwordAdvice(password, 'linda').enough).toBe(enough)
})

test('a grade becomes a badge and an unmasked number can be called', () => {
  const facts = [
    { label: '等级', text: 'A' },
    { label: '电话', text: '138 0571 2046' },
    { label: '来源', text: '线下活动' },
  ]
  expect(splitFacts(facts)).toEqual({ grade: 'A', phone: '13805712046', rest: [facts[2]] })
  expect(splitFacts([{ label: '电话', text: '138****2046' }]).phone).toBeUndefined()
})

test('the palette finds by all words and prefers beginnings', () => {
  const targets = ['渠道客户', '客户', '跟进'].map(label => ({ key: label, label, hint: '渠道客户管理', to: '/' }))
  expect(findTargets(targets, '客户').map(one => one.label)).toEqual(['客户', '渠道客户', '跟进'])
  expect(findTargets(targets, '客户 跟进').map(one => one.label)).toEqual(['跟进'])
  expect(findTargets(targets, '没有这个')).toEqual([])
})

test.each([
  [{ key: 'a' }, 'a'],
  [{ key: 'A', shiftKey: true }, 'shift+a'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'k', metaKey: true }, 'mod+k'],
  [{ key: 'Escape' }, 'escape'],
])('the stroke of %p is %s', (init, name) => expect(strokeOf(new KeyboardEvent('keydown', init))).toBe(name))

test('a sheet takes the focus, closes on Escape and gives the focus back', async () => {
  const opener = document.body.appendChild(document.createElement('button'))
  opener.focus()
  const sheet = mount(BottomSheet, {
    props: { open: true, title: '同意这次调整', 'onUpdate:open': (open: boolean) => void sheet.setProps({ open }) },
    global: { stubs: { transition: false } },
  })
  await nextTick()
  const dialog = document.querySelector('[role=dialog]')!
  expect(document.activeElement).toBe(dialog)
  expect(dialog.getAttribute('aria-labelledby')).toBe(dialog.querySelector('h2')!.id)
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  await nextTick()
  expect(sheet.props('open')).toBe(false)
  expect(document.activeElement).toBe(opener)
  sheet.unmount()
})

test('of two open sheets Escape closes the upper one', async () => {
  const sheet = (title: string) => {
    const wrapper = mount(BottomSheet, {
      props: { open: true, title, 'onUpdate:open': (open: boolean) => void wrapper.setProps({ open }) },
    })
    return wrapper
  }
  const lower = sheet('修改密码')
  await nextTick()
  const upper = sheet('请重新登录')
  await nextTick()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  await nextTick()
  expect([lower.props('open'), upper.props('open')]).toEqual([true, false])
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  await nextTick()
  expect(lower.props('open')).toBe(false)
  lower.unmount()
  upper.unmount()
})

test('a dangerous action waits for its name to be typed', async () => {
  const host = mount(ConfirmHost)
  const answer = confirmAction({
    title: '删除表单',
    text: '428 条记录会进回收站。',
    verb: '删除',
    danger: true,
    typed: '渠道客户',
  })
  await nextTick()
  const verb = () => [...document.querySelectorAll('button')].find(button => button.textContent?.trim() === '删除')!
  expect(verb().disabled).toBe(true)
  const input = document.querySelector('input')!
  input.value = '渠道客户'
  input.dispatchEvent(new Event('input'))
  await nextTick()
  expect(verb().disabled).toBe(false)
  verb().click()
  expect(await answer).toBe(true)
  host.unmount()
})

test('closing the question is a no', async () => {
  const host = mount(ConfirmHost)
  const answer = confirmAction({ title: '停用链接', text: '打开它的人会看到说明。', verb: '停用' })
  await nextTick()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  expect(await answer).toBe(false)
  host.unmount()
})

test('the progress line says the state of each step in words too', () => {
  const line = mount(ProgressLine, {
    props: {
      steps: [
        {
          key: 'a',
          state: 'done',
          title: '提交申请',
          branches: [[{ key: 'b', state: 'current', title: '经理审批' }], [{ key: 'c', state: 'repair', title: '同步档案' }]],
        },
        { key: 'd', state: 'predicted', title: '首次回访' },
      ],
    },
  })
  const steps = line.findAll('.step').map(step => step.text().replace(/\s+/g, ' '))
  expect(steps).toEqual(
    ['已完成 提交申请', '进行中 经理审批', '待修复 同步档案', '预计 首次回访'].map(text => text.replace(' ', '')),
  )
  expect(line.findAll('[aria-current=step]')).toHaveLength(1)
})
