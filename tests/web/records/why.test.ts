import type { DecisionInfo } from '../../../server/records/records.api'
import type { Fact } from '#core/rule/rule-set'
import { briefLines, explained, mainReason, whyOf } from '@/record/why-of'
import { conditionWords, factWords } from '@/record/why-words'
import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'

const grades = [
  { value: 'A', label: 'A', tone: 'solid' as const },
  { value: 'B', label: 'B', tone: 'tint' as const },
]
const form = aForm()
  .field('text', 'company', { label: { zh: '客户名称', en: 'Company' } })
  .field('money', 'purchase', { label: { zh: '年采购额', en: 'Yearly purchase' } })
  .field('money', 'budget', { label: { zh: '预算', en: 'Budget' }, currency: 'USD' })
  .field('number', 'stores', { label: { zh: '门店数', en: 'Stores' }, unit: { zh: '家', en: 'stores' } })
  .field('number', 'score', { label: { zh: '潜力评分', en: 'Potential' }, unit: { zh: '分', en: 'points' } })
  .field('choice', 'industry', {
    label: { zh: '行业', en: 'Industry' },
    options: [
      { value: 'chain', label: { zh: '连锁餐饮', en: 'Restaurant chain' } },
      { value: 'bakery', label: { zh: '烘焙', en: 'Bakery' } },
    ],
  })
  .field('choice', 'suggested', { label: { zh: '规则评级', en: 'Grade by rule' }, options: grades })
  .field('choice', 'grade', { label: { zh: '客户等级', en: 'Grade' }, options: grades })
  .field('member', 'owner', { label: { zh: '负责人', en: 'Owner' } })
  .field('date', 'founded', { label: { zh: '成立日期', en: 'Founded' } })
  .field('subform', 'items', {
    label: { zh: '明细', en: 'Items' },
    fields: [{ kind: 'money', key: 'price', label: { zh: '单价', en: 'Price' } }],
  })
  .build()

const names = { u1: '周敏' }
const said = (fact: Omit<Fact, 'expression' | 'held'> & { expression?: string; held?: boolean }, language: 'zh' | 'en') => {
  const { label, actual, rest } = factWords({ expression: '', held: true, ...fact }, form, { language, names })
  return [label, actual, rest].filter(Boolean).join(' | ')
}

/** Fact → Chinese, English. */
const cases: [string, Parameters<typeof said>[0], string, string][] = [
  [
    'money that reaches',
    { field: 'purchase', op: '>=', actual: 624000, expected: 600000 },
    '年采购额 | 62.4 万元 | 达到 60 万元',
    'Yearly purchase | ¥624,000 | at least ¥600,000',
  ],
  [
    'money that does not',
    { field: 'purchase', op: '>=', actual: 8000, expected: 100000, held: false },
    '年采购额 | 8,000 元 | 没有达到 10 万元',
    'Yearly purchase | ¥8,000 | less than ¥100,000',
  ],
  [
    'money in hundred millions',
    { field: 'purchase', op: '>', actual: 386000000, expected: 100000000 },
    '年采购额 | 3.86 亿元 | 超过 1 亿元',
    'Yearly purchase | ¥386,000,000 | more than ¥100,000,000',
  ],
  [
    'money whose cents count',
    { field: 'purchase', op: '<', actual: 86005.53, expected: 100000 },
    '年采购额 | 86,005.53 元 | 低于 10 万元',
    'Yearly purchase | ¥86,005.53 | less than ¥100,000',
  ],
  [
    'money of another currency',
    { field: 'budget', op: '<=', actual: 20000, expected: 50000 },
    '预算 | $20,000 | 不超过 $50,000',
    'Budget | $20,000 | at most $50,000',
  ],
  [
    'nothing filled in',
    { field: 'purchase', op: '>=', expected: 500000, held: false },
    '年采购额 | 未填写 | 没有达到 50 万元',
    'Yearly purchase | empty | less than ¥500,000',
  ],
  [
    'a number with its unit',
    { field: 'stores', op: '>=', actual: 12, expected: 10 },
    '门店数 | 12 家 | 达到 10 家',
    'Stores | 12 stores | at least 10 stores',
  ],
  [
    'not below',
    { field: 'stores', op: '<', actual: 12, expected: 10, held: false },
    '门店数 | 12 家 | 不低于 10 家',
    'Stores | 12 stores | not less than 10 stores',
  ],
  [
    'above where at most was asked',
    { field: 'stores', op: '<=', actual: 12, expected: 10, held: false },
    '门店数 | 12 家 | 超过 10 家',
    'Stores | 12 stores | more than 10 stores',
  ],
  [
    'one of several options',
    { field: 'industry', op: 'in', actual: 'bakery', expected: ['chain', 'bakery'] },
    '行业 | 烘焙 | 属于连锁餐饮或烘焙',
    'Industry | Bakery | one of Restaurant chain or Bakery',
  ],
  [
    'none of them',
    { field: 'industry', op: 'in', actual: 'bakery', expected: ['chain'], held: false },
    '行业 | 烘焙 | 不属于连锁餐饮',
    'Industry | Bakery | not Restaurant chain',
  ],
  [
    'the one option',
    { field: 'industry', op: 'in', actual: 'chain', expected: ['chain'] },
    '行业 | 连锁餐饮',
    'Industry | Restaurant chain',
  ],
  [
    'an equality',
    { field: 'industry', op: '=', actual: 'chain', expected: 'chain' },
    '行业 | 连锁餐饮',
    'Industry | Restaurant chain',
  ],
  [
    'an equality that fails',
    { field: 'industry', op: '=', actual: 'chain', expected: 'bakery', held: false },
    '行业 | 连锁餐饮 | 不是烘焙',
    'Industry | Restaurant chain | not Bakery',
  ],
  [
    'a difference',
    { field: 'suggested', op: '!=', actual: 'B', expected: 'A' },
    '规则评级 | B | 不是A',
    'Grade by rule | B | not A',
  ],
  [
    'a difference that fails',
    { field: 'suggested', op: '!=', actual: 'A', expected: 'A', held: false },
    '规则评级 | A | 要求不是A',
    'Grade by rule | A | must not be A',
  ],
  [
    'a date',
    { field: 'founded', op: '<', actual: '2020-05-01', expected: '2021-01-01' },
    '成立日期 | 2020-05-01 | 早于 2021-01-01',
    'Founded | 2020-05-01 | before 2021-01-01',
  ],
  [
    'a date that is too late',
    { field: 'founded', op: '<=', actual: '2022-05-01', expected: '2021-01-01', held: false },
    '成立日期 | 2022-05-01 | 晚于 2021-01-01',
    'Founded | 2022-05-01 | after 2021-01-01',
  ],
  ['something given', { field: 'owner', op: 'exists', actual: 'u1' }, '负责人 | 周敏 | 已填写', 'Owner | 周敏 | is filled in'],
  ['something missing', { field: 'owner', op: 'missing' }, '负责人 | 未填写', 'Owner | empty'],
  [
    'a value before',
    { field: '$previous.grade', op: '=', actual: 'B', expected: 'B' },
    '原来的客户等级 | B',
    'previous Grade | B',
  ],
  [
    'a column of rows',
    { field: 'items.price', op: 'contains', actual: [12, 30000], expected: 30000 },
    '明细的单价 | 12 元或3 万元 | 含有3 万元',
    'Price of Items | ¥12 or ¥30,000 | has ¥30,000',
  ],
  [
    'a field that is gone',
    { field: 'turnover', op: '>', actual: 5, expected: 3 },
    'turnover | 5 | 超过 3',
    'turnover | 5 | more than 3',
  ],
  ['a whole condition', { expression: '$count(items) > 1', held: false }, '条件 | 不满足', 'Condition | does not hold'],
  [
    'a whole condition with a note',
    { expression: '$count(items) > 1', note: { zh: '两项以上', en: 'Two or more' } },
    '两项以上 | 满足',
    'Two or more | holds',
  ],
]

describe('a fact is said in words', () => {
  test.each(cases)('%s', (_name, fact, zh, en) => {
    speak('zh-CN')
    expect(said(fact, 'zh')).toBe(zh)
    speak('en')
    expect(said(fact, 'en')).toBe(en)
  })

  test('a condition names fields as people know them, and leaves quoted texts alone', () => {
    expect(conditionWords('$count(items) > 1 and company != "items"', form, 'zh')).toBe(
      '$count(明细) > 1 and 客户名称 != "items"',
    )
  })
})

const decision = (target: string, result: DecisionInfo['result'], more: Partial<DecisionInfo> = {}): DecisionInfo => ({
  ruleSet: 'r',
  version: 3,
  rule: target,
  ruleName: target,
  target,
  branch: 0,
  expression: 'x',
  inputs: {},
  result,
  facts: [],
  at: '2026-11-21T06:31:00.000Z',
  names: {},
  ...more,
})
const score = decision('score', 80, {
  branch: undefined,
  facts: [
    { expression: 'stores >= 10', held: true, field: 'stores', op: '>=', actual: 12, expected: 10, points: 30 },
    { expression: 'owner', held: false, field: 'owner', op: 'exists', points: 20 },
  ],
})
const suggested = decision('suggested', 'A', {
  facts: [
    { expression: 'purchase >= 500000', held: true, field: 'purchase', op: '>=', actual: 624000, expected: 500000 },
    { expression: 'score >= 60', held: true, field: 'score', op: '>=', actual: 80, expected: 60 },
  ],
})
const place = (values: Record<string, string>, decisions: DecisionInfo[]) => ({
  form,
  values,
  decisions,
  reading: { language: 'zh' as const, names },
})

describe('why a field has its value', () => {
  beforeEach(() => speak('zh-CN'))

  test('the value that another rule gave brings its own reasons along', () => {
    const why = whyOf('suggested', place({ suggested: 'A' }, [score, suggested]))!
    expect(why.lines.map(line => [line.label, line.source, line.inner.map(inner => inner.points)])).toEqual([
      ['年采购额', '表单填写', []],
      ['潜力评分', '2 项相加', ['+30', '0']],
    ])
  })

  test('what a person confirmed is told by its twin, and a person who overruled the rule is not hidden', () => {
    const confirmed = whyOf('grade', place({ grade: 'A', suggested: 'A' }, [suggested]))!
    expect(confirmed.lead).toBe('这一项由人或流程核定。按规则，规则评级是 A：')
    const overruled = whyOf('grade', place({ grade: 'B' }, [suggested]))!
    expect([overruled.value, overruled.lead]).toEqual(['B', '这一项由人或流程核定。按规则，规则评级是 A：'])
  })

  test('a decision that is older than the value does not explain it', () => {
    expect(whyOf('score', place({ score: '95' }, [score]))).toBeUndefined()
    expect(whyOf('score', place({ score: '80' }, [score]))?.value).toBe('80 分')
  })

  test('"otherwise" is told by what failed before', () => {
    const low: Fact = {
      expression: 'purchase >= 100000',
      held: false,
      field: 'purchase',
      op: '>=',
      actual: 8000,
      expected: 100000,
    }
    const otherwise = decision('suggested', 'B', { branch: -1, rejected: [{ note: '采购额', facts: [low] }] })
    const why = whyOf('suggested', place({ suggested: 'B' }, [otherwise]))!
    expect(why.lead).toBe('前面的条件都不满足，所以是 B。')
    expect(briefLines(why).map(line => line.rest)).toEqual(['没有达到 10 万元'])
    const handed = decision('grade', 'B', {
      facts: [{ expression: 'suggested != "A"', held: true, field: 'suggested', op: '!=', actual: 'B', expected: 'A' }],
    })
    expect(
      briefLines(whyOf('grade', place({ grade: 'B', suggested: 'B' }, [otherwise, handed]))!).map(line => line.rest),
    ).toEqual(['没有达到 10 万元'])
  })

  test('two rules that read each other do not turn in circles', () => {
    const one = decision('suggested', 'A', {
      facts: [{ expression: 'a', held: true, field: 'grade', op: '=', actual: 'A', expected: 'A' }],
    })
    const other = decision('grade', 'A', {
      facts: [{ expression: 'b', held: true, field: 'suggested', op: '=', actual: 'A', expected: 'A' }],
    })
    expect(whyOf('grade', place({ grade: 'A', suggested: 'A' }, [one, other]))!.lines[0]!.inner[0]!.inner).toEqual([])
  })

  test('the badge is told first', () => {
    const all = place({ grade: 'A', suggested: 'A', score: '80' }, [score, suggested])
    expect(explained(all)).toEqual(['score', 'suggested', 'grade'])
    expect(mainReason({ ...all, form: { ...form, settings: { list: ['company', 'grade'] } } })).toBe('grade')
    expect(mainReason(place({ score: '80' }, [score]))).toBe('score')
  })
})
