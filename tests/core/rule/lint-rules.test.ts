import type { Field } from '#core/form/form'
import { evaluateInProcess } from '#core/rule/evaluate'
import { lintRuleSet } from '#core/rule/lint-rules'
import type { Rule, RuleSet } from '#core/rule/rule-set'
import { runExamples } from '#core/rule/run-examples'

const options = (...values: string[]) => values.map(value => ({ value, label: value }))
const fields: Field[] = [
  { key: 'amount', label: '年采购额', kind: 'money' },
  { key: 'grade', label: '等级', kind: 'choice', options: options('A', 'B', 'C') },
  { key: 'tags', label: '标签', kind: 'choices', options: options('new', 'big') },
  { key: 'score', label: '评分', kind: 'number' },
  { key: 'no', label: '编号', kind: 'serial', pattern: 'C{0000}' },
  { key: 'total', label: '合计', kind: 'money', computed: 'amount * 2' },
]
const ruleSet = (...rules: unknown[]): RuleSet => ({ key: 'k', name: '规则', form: 'customer', rules: rules as Rule[] })
const rule = (more: object) => ({
  key: 'r',
  name: 'r',
  target: 'grade',
  type: 'branches',
  branches: [{ when: 'amount > 1', result: { value: 'A' } }],
  ...more,
})
const branch = (when: string, value: unknown = 'A') => ({ when, result: { value } })
const faults = (...rules: unknown[]) => lintRuleSet(ruleSet(...rules), { fields }).map(({ code, at }) => `${code} ${at}`)

describe('linting a rule set', () => {
  test('a good one has no faults', () => {
    expect(
      faults(
        rule({ branches: [branch('amount >= 500000'), branch('amount >= 100000', 'B')], otherwise: { value: 'C' } }),
        rule({ key: 's', target: 'score', type: 'score', parts: [{ when: 'grade = "A"', points: 10 }] }),
        rule({ key: 't', target: 'tags', branches: [branch('amount > 1', ['new', 'big']), branch('true', 'new')] }),
        rule({ key: 'a', target: 'score', branches: [branch('amount > 1', 3), branch('amount > 0', '3.5')] }),
      ),
    ).toEqual([])
  })

  test.each<[string, object[], string[]]>([
    ['two rules of one key', [rule({}), rule({})], ['RULE_KEY_TWICE rules[1]']],
    ['an unknown target', [rule({ target: 'grad' })], ['RULE_TARGET_UNKNOWN rules[0].target']],
    ['a target that numbers itself', [rule({ target: 'no' })], ['RULE_TARGET_FIXED rules[0].target']],
    [
      'a target that is computed',
      [rule({ target: 'total', branches: [branch('amount > 1', 1)] })],
      ['RULE_TARGET_FIXED rules[0].target'],
    ],
    [
      'a score in a choice',
      [rule({ type: 'score', parts: [{ when: 'true', points: 1 }] })],
      ['RESULT_WRONG_KIND rules[0].target'],
    ],
    ['a misspelt field', [rule({ branches: [branch('amuont > 1')] })], ['UNKNOWN_FIELD rules[0].branches[0].when']],
    [
      'a misspelt field in a result',
      [rule({ branches: [], otherwise: { expression: 'grad' } })],
      ['UNKNOWN_FIELD rules[0].otherwise'],
    ],
    ['what the gate refuses', [rule({ branches: [branch('$random() > 0.5')] })], ['EXPR_FORBIDDEN rules[0].branches[0].when']],
    ['broken syntax', [rule({ branches: [branch('amount >')] })], ['EXPR_SYNTAX rules[0].branches[0].when']],
    [
      'a branch after one that always holds',
      [rule({ branches: [branch('true'), branch('amount > 1')], otherwise: { value: 'C' } })],
      ['BRANCH_UNREACHABLE rules[0].branches[1]', 'BRANCH_UNREACHABLE rules[0].otherwise'],
    ],
    [
      'the same condition twice',
      [rule({ branches: [branch('amount > 1'), branch(' amount > 1 ', 'B')] })],
      ['BRANCH_TWICE rules[0].branches[1]'],
    ],
    [
      'a result that is no option',
      [rule({ branches: [branch('amount > 1', 'D')] })],
      ['RESULT_NOT_AN_OPTION rules[0].branches[0].result'],
    ],
    [
      'one of several results that is no option',
      [rule({ target: 'tags', branches: [branch('amount > 1', ['new', 'x'])] })],
      ['RESULT_NOT_AN_OPTION rules[0].branches[0].result'],
    ],
    [
      'a text in a number',
      [rule({ target: 'score', branches: [branch('amount > 1', 'many')] })],
      ['RESULT_WRONG_KIND rules[0].branches[0].result'],
    ],
    ['nothing to decide by', [rule({ branches: [] })], ['RULE_WITHOUT_BRANCHES rules[0]']],
  ])('%s', (_, rules, expected) => expect(faults(...rules)).toEqual(expected))
})

describe('examples', () => {
  const graded = { ...ruleSet(rule({ branches: [branch('amount > 100')], otherwise: { value: 'C' } })) }
  const at = '2026-11-21T08:00:00.000Z'

  test('pass when the rules leave the expected values', async () => {
    const examples = [
      { name: '大', values: { amount: 200 }, expect: { grade: 'A' } },
      { name: '小', values: { amount: 1 }, expect: { grade: 'B' } },
      { name: '错', values: { amount: 'x' }, expect: { grade: 'C' } },
    ]
    expect(await runExamples({ ...graded, examples }, evaluateInProcess, at)).toMatchObject([
      { name: '大', passed: true, actual: { grade: 'A' }, problems: [] },
      { name: '小', passed: false, expected: { grade: 'B' }, actual: { grade: 'C' } },
      { name: '错', passed: false, actual: { grade: null }, problems: [{ code: 'EXPR_FAILED' }] },
    ])
  })
})
