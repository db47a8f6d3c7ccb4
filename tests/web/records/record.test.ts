import type { LogEntry } from '../../../server/records/records.api'
import { factsOf, gradeOf } from '@/record/facts-of'
import { changeWords, throughWords } from '@/record/log-words'
import { momentsOf, timelineOf } from '@/record/timeline-of'
import { lineOf } from '@/pages/record/progress-line'
import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'

const form = aForm()
  .text('company')
  .money('amount')
  .choice('way', ['call', 'visit'])
  .member('owner')
  .date('due')
  .field('choice', 'grade', { options: [{ value: 'A', label: 'A', tone: 'solid' }] })
  .field('subform', 'talks', {
    fields: [
      { kind: 'date', key: 'on', label: '日期' },
      { kind: 'choice', key: 'way', label: '方式', options: [{ value: 'call', label: '电话' }] },
      { kind: 'textarea', key: 'note', label: '内容' },
    ],
  })
  .build()
const shown = { ...form, settings: { title: ['company'], owner: 'owner', due: 'due' } }
const reading = { language: 'zh' as const, names: { u1: '周敏', u2: '王丽' } }
const change = (field: string, before?: unknown, after?: unknown) =>
  ({ field, label: `旧的${field}`, before, after }) as LogEntry['changes'][number]

beforeEach(() => speak('zh-CN'))

test('a change is told before and after, in words', () => {
  expect(changeWords(change('owner', ['u1'], ['u2']), form, reading)).toMatchObject({
    label: 'owner',
    before: '周敏',
    after: '王丽',
  })
  expect(changeWords(change('amount', undefined, '50000.00'), form, reading)).toMatchObject({ before: '', after: '¥50,000' })
  expect(changeWords(change('gone', 'x', undefined), form, reading)).toMatchObject({ label: '旧的gone', before: 'x', after: '' })
})

test('of rows it is told which came, which went and which became different', () => {
  const old = [
    { id: 'a', on: '2026-11-01', way: 'call', note: '一' },
    { id: 'b', on: '2026-11-02', note: '二' },
  ]
  const now = [
    { id: 'b', on: '2026-11-02', note: '贰' },
    { id: 'c', on: '2026-11-03', note: '三' },
  ]
  expect(changeWords(change('talks', old, now), form, reading).rows).toEqual([
    '新增：2026-11-03，三',
    '2026-11-02，二 改为 2026-11-02，贰',
    '移除：2026-11-01，电话，一',
  ])
  const many = Array.from({ length: 40 }, (_, at) => ({ id: String(at), note: 'x' }))
  expect(changeWords(change('talks', undefined, many), form, reading).rows?.at(-1)).toBe('还有 35 行')
})

test.each<[LogEntry['through'], string, string]>([
  [{ source: 'user' }, '', ''],
  [{ source: 'link', name: '线下活动' }, '通过链接“线下活动”', 'through the link “线下活动”'],
  [{ source: 'import' }, '由文件导入', 'by an import'],
  [{ source: 'process', name: '经理审批' }, '在流程步骤“经理审批”', 'in the step “经理审批”'],
])('the door of %p is %s', (through, zh, en) => {
  expect(throughWords({ through })).toBe(zh)
  speak('en')
  expect(throughWords({ through })).toBe(en)
})

test('rows with a date and a text are a story, the latest first', () => {
  const timeline = timelineOf(form)!
  const values = {
    talks: [
      { id: 'a', on: '2026-11-01', way: 'call', note: '一' },
      { id: 'b', on: '2026-11-09', note: '二' },
    ],
  }
  expect(momentsOf(timeline, values, reading)).toEqual([
    { id: 'b', at: '2026-11-09', title: '', note: '二' },
    { id: 'a', at: '2026-11-01', title: '电话', note: '一' },
  ])
  expect(timelineOf(aForm().text('a').build())).toBeUndefined()
})

test('facts are what the head does not say already, and is filled', () => {
  expect(gradeOf(shown)).toBe('grade')
  const values = { company: '云栖', amount: '5.00', owner: ['u1'], due: '2026-01-01', grade: 'A', way: 'call' }
  expect(factsOf(shown, values, 5).map(fact => fact.key)).toEqual(['amount', 'way'])
})

test('parallel steps hang side by side under the step before them', () => {
  const step = (name: string, state: 'done' | 'current' | 'predicted' | 'cancelled', lane?: number) => ({
    element: name,
    name,
    state,
    people: ['周敏', '王丽'],
    lane,
  })
  const line = lineOf([step('提交', 'done'), step('合同', 'current', 1), step('额度', 'done', 1), step('通知', 'predicted')])
  expect(line.map(each => [each.title, each.branches?.map(branch => branch[0]!.title)])).toEqual([
    ['提交', ['合同', '额度']],
    ['通知', undefined],
  ])
  expect(lineOf([step('核验', 'cancelled')])[0]).toMatchObject({ state: 'done', who: '周敏、王丽，已取消' })
})
