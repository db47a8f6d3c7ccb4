import type { ExplainEntry, InstanceInfo, ProgressStep } from '../../../server/instances/instances.api'
import { explainWords } from '@/process/explain-words'
import { peopleWords } from '@/process/people-words'
import { progressOf } from '@/process/progress-of'
import { whyWords } from '@/process/why-words'
import { speak } from '../../support/texts'

const now = Date.parse('2026-11-20T06:00:00Z')
const earlier = (hours: number) => new Date(now - hours * 3_600_000).toISOString()
const entry = (more: Partial<ExplainEntry>): ExplainEntry => ({
  element: 'approve',
  name: '经理审批',
  since: earlier(100),
  waits: 'task',
  people: [],
  ...more,
})
const step = (more: Partial<ProgressStep>): ProgressStep => ({ element: 'a', name: '提交', state: 'done', people: [], ...more })
const info = (explain: ExplainEntry[], more: Partial<InstanceInfo> = {}) => ({
  status: 'running' as const,
  explain,
  steps: [],
  endedAt: null,
  ...more,
})

describe('why these people', () => {
  test.each([
    ['zh-CN', { type: 'role', role: '销售经理' }, '这一步由角色“销售经理”处理。'],
    [
      'zh-CN',
      { type: 'role', role: '销售', pick: 'fewest', of: 3 },
      '这一步由角色“销售”处理；符合的有 3 人，选了待办最少的一位。',
    ],
    [
      'zh-CN',
      { type: 'head', of: 'initiator', level: 1, department: '销售一部' },
      '这一步由发起人的部门负责人处理（销售一部）。',
    ],
    ['zh-CN', { type: 'head', of: { field: 'owner' }, level: 2 }, '这一步由“负责人”往上第 2 级的部门负责人处理。'],
    ['zh-CN', { type: 'field', field: 'owner' }, '由表单里的“负责人”决定。'],
    ['zh-CN', { type: 'initiator' }, '这一步由发起人自己处理。'],
    ['zh-CN', { type: 'of-a-later-version' }, ''],
    ['zh-CN', null, ''],
    [
      'en',
      { type: 'role', role: 'Sales', pick: 'fewest', of: 3 },
      'This step goes to the role “Sales”; of the 3 people the one with the fewest open tasks was chosen.',
    ],
    [
      'en',
      { type: 'head', of: 'initiator', department: 'East' },
      'This step goes to the head of department of who started it (East).',
    ],
    ['en', { type: 'department', department: 'East' }, 'This step goes to the members of “East”.'],
  ] as const)('%s %j', (language, facts, expected) => {
    speak(language)
    expect(whyWords(facts, key => (key === 'owner' ? '负责人' : key))).toBe(expected)
  })
})

describe('names in a sentence', () => {
  test.each([
    ['zh-CN', ['沈静怡'], '沈静怡'],
    ['zh-CN', ['沈静怡', '林晓彤'], '沈静怡、林晓彤'],
    ['zh-CN', ['沈静怡', '林晓彤', '何嘉敏', '周敏'], '沈静怡等 4 人'],
    ['en', ['Ann', 'Bob'], 'Ann, Bob'],
    ['en', ['Ann', 'Bob', 'Cy', 'Di'], 'Ann and others (4 people)'],
  ] as const)('%s %j', (language, people, expected) => {
    speak(language)
    expect(peopleWords(people)).toBe(expected)
  })
})

describe('why it stands here', () => {
  const cases: [string, ExplainEntry, string][] = [
    ['a task of one person', entry({ people: ['沈静怡'] }), '在等沈静怡处理，11-16 '],
    ['a task of several', entry({ people: ['沈静怡', '林晓彤'] }), '在等沈静怡、林晓彤中的一位处理，'],
    ['an overdue task', entry({ people: ['沈静怡'], dueAt: earlier(2) }), '送达。逾期 2 小时。'],
    ['a task due later', entry({ people: ['沈静怡'], dueAt: earlier(-100) }), '前处理。'],
    ['a repair', entry({ waits: 'repair' }), '停下来等待修复。资料都在，没有丢失。'],
    ['a timer', entry({ waits: 'timer', dueAt: earlier(-100) }), ' 自动继续。'],
    ['a timer without a date', entry({ waits: 'timer' }), '到时间后自动继续。'],
    ['a message', entry({ waits: 'message', why: { message: '付款', key: '1' } }), '在等消息“付款”，从'],
    ['an event gateway', entry({ waits: 'event' }), '几件事中先发生的一件决定走哪条路。'],
    ['a job', entry({ waits: 'job' }), '系统正在处理，'],
  ]
  test.each(cases)('%s', (_name, given, part) => {
    speak('zh-CN')
    const { lines } = explainWords(info([given]), now)
    expect(lines).toHaveLength(1)
    expect(lines[0]!.text.replace(/(\d) ?自动/, '$1 自动')).toContain(part)
  })

  test('two ways and a join: a lead, a line for each, one line for the join', () => {
    speak('zh-CN')
    const join = {
      waits: 'join',
      element: 'join',
      name: '',
      missing: [
        { flow: 'f1', name: '同意', possible: true, from: [] },
        { flow: 'f2', name: '否', possible: false, from: [] },
      ],
    }
    const told = explainWords(
      info([entry({ people: ['沈静怡'] }), entry({ element: 'sync', name: '同步', waits: 'repair' }), entry(join)]),
      now,
    )
    expect(told.lead).toBe('3 路还没有走完：1 路在等人，1 路要修复，1 路已到汇合处。')
    expect(told.lines.map(line => [line.kind, line.name])).toEqual([
      ['wait', '经理审批'],
      ['repair', '同步'],
      ['join', '汇合'],
    ])
    expect(told.lines[2]!.text).toBe('已到 1 路，还在等：同意。到齐后继续。')
  })

  test('a join that nothing can reach any more says so', () => {
    speak('en')
    const told = explainWords(
      info([entry({ waits: 'join', name: 'Both', missing: [{ flow: 'f', name: 'x', possible: false, from: [] }] })]),
      now,
    )
    expect(told.lines[0]!.text).toMatch(/^has one path, and no other can arrive any more/)
  })

  test('a sub-process is told by what happens inside', () => {
    speak('zh-CN')
    const told = explainWords(info([entry({ waits: 'scope', name: '子流程' }), entry({ people: ['沈静怡'] })]), now)
    expect(told.lead).toBe('正在等人处理。')
    expect(told.lines.map(line => line.name)).toEqual(['经理审批'])
  })

  test('English puts times into the sentence', () => {
    speak('en')
    const since = new Date(now - 1000).toISOString()
    expect(explainWords(info([entry({ people: ['Ann'], since })]), now).lines[0]!.text).toMatch(
      /^waits for Ann since today \d\d:\d\d\.$/,
    )
  })

  test('what comes next: at most three named steps; an ended process has none', () => {
    speak('zh-CN')
    const steps = ['一', '', '二', '三', '四'].map(name => step({ name, state: 'predicted' }))
    expect(explainWords(info([entry({})], { steps }), now).next).toBe('接下来通常是：一、二、三。')
    const ended = explainWords(info([], { status: 'cancelled', steps, endedAt: earlier(100) }), now)
    expect(ended).toMatchObject({ lines: [], next: '' })
    expect(ended.lead).toMatch(/^流程已被取消，11-16 /)
  })
})

describe('the progress line', () => {
  beforeEach(() => speak('zh-CN'))

  test('steps with one lane stand side by side under the step before; the next lane number begins another split', () => {
    const line = progressOf(
      [
        step({}),
        step({ name: 'A', lane: 0, state: 'current' }),
        step({ name: 'B', lane: 0, state: 'repair' }),
        step({ name: '汇', state: 'predicted' }),
        step({ name: 'C', lane: 1, state: 'predicted' }),
        step({ name: 'D', lane: 1, state: 'predicted' }),
      ],
      now,
    )
    expect(line.map(each => each.title)).toEqual(['提交', '汇'])
    expect(line.map(each => each.branches?.map(branch => branch.map(inner => inner.title)))).toEqual([
      [['A'], ['B']],
      [['C'], ['D']],
    ])
  })

  test.each([
    [{ state: 'current', people: ['我'] }, '等你处理'],
    [{ state: 'current', people: ['我'], dueAt: earlier(3) }, '等你处理，逾期 3 小时'],
    [{ state: 'current', people: ['他'] }, '等他处理'],
    [{ state: 'current', people: [] }, '等待中'],
    [{ state: 'repair' }, '待修复，管理员会处理'],
    [{ state: 'cancelled', people: ['他'] }, '已取消'],
    [{ people: ['他'], outcome: 'approve', outcomeLabel: '同意' }, '他，同意'],
    [{ people: ['他'], outcome: 'complete', outcomeLabel: 'complete' }, '他'],
  ] as [Partial<ProgressStep>, string][])('%j says %s', (given, expected) => {
    expect(progressOf([step(given)], now, '我')[0]!.who).toBe(expected)
  })
})
