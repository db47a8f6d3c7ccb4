import type { Json } from '#core/problem'
import { classify } from '#core/rule/classify'
import { evaluateInProcess } from '#core/rule/evaluate'
import type { Branch, Decision, Fact, Rule } from '#core/rule/rule-set'
import cases from './classify.cases.json' with { type: 'json' }

const at = '2026-11-21T08:00:00.000Z'
const when = (condition: string, result: Json | { expression: string }, note?: string): Branch => ({
  when: condition,
  result:
    result !== null && typeof result === 'object' && 'expression' in result
      ? (result as { expression: string })
      : { value: result },
  ...(note ? { note } : {}),
})
const branches = (target: string, list: Branch[], more: Partial<Rule> = {}): Rule =>
  ({ key: target, name: target, target, type: 'branches', branches: list, ...more }) as Rule

const grade = [
  when('amount >= 500000', 'A', '大客户'),
  when('amount >= 100000 and source in ["展会", "转介绍"]', { expression: '"B"' }),
]
const ruleSets: Record<string, Rule[]> = {
  grade: [branches('grade', grade, { otherwise: { value: 'C' } } as Partial<Rule>)],
  noOtherwise: [branches('grade', grade)],
  scored: [
    branches('grade', [], { otherwise: { value: 'A' } } as Partial<Rule>),
    {
      key: 'score',
      name: '评分',
      target: 'score',
      type: 'score',
      parts: [
        { when: 'grade = "A"', points: 40.1, note: '等级' },
        { when: 'amount > 1', points: 0.2 },
        { when: 'amount > 1 and amount < 2', points: 10 },
      ],
    },
  ],
  upgrade: [branches('change', [when('$previous.grade = "C" and grade = "A"', { expression: '$previous.grade & "→" & grade' })])],
  failing: [
    branches('first', [when('amount > 5', 'x')], { otherwise: { value: 'y' } } as Partial<Rule>),
    branches('second', [when('other = 1', 'yes')]),
  ],
  failingResult: [branches('first', [when('other = 1', { expression: '"a" * 2' })])],
  failingScore: [
    {
      key: 's',
      name: 's',
      target: 's',
      type: 'score',
      parts: [
        { when: 'true', points: 1 },
        { when: 'other > 1', points: 1 },
      ],
    },
  ],
  truthy: [branches('first', [when('other', 'yes')], { otherwise: { value: 'no' } } as Partial<Rule>)],
  emptying: [branches('first', [], { otherwise: { expression: 'missing' } } as Partial<Rule>)],
  off: [branches('first', [when('other = 1', 'x')], { off: true })],
}

const fact = ({ expression, field, op, actual, expected, held, points, note }: Fact) =>
  [
    field ?? `(${expression})`,
    actual === undefined ? [] : JSON.stringify(actual),
    op ?? [],
    expected === undefined ? [] : JSON.stringify(expected),
    held ? '✓' : '✗',
    points === undefined ? [] : `+${points}`,
    note === undefined ? [] : `[${note}]`,
  ]
    .flat()
    .join(' ')

const sentence = ({ target, result, previous, branch, note, facts, rejected = [] }: Decision) =>
  `${target} = ${JSON.stringify(result)}` +
  (previous === undefined ? '' : ` (before ${JSON.stringify(previous)})`) +
  (note ? ` [${note}]` : '') +
  (branch === -1 ? ' otherwise' : `: ${facts.map(fact).join(', ')}`) +
  rejected.map(each => `; not: ${each.note ? `[${each.note}] ` : ''}${each.facts.map(fact).join(', ')}`).join('')

describe('classification', () => {
  test.each(cases)('$name', async ({ rules, values, previous, writes, because, problems }) => {
    const ruleSet = { key: 'customers', name: '客户', form: 'customer', rules: ruleSets[rules]! }
    const given = values as unknown as Record<string, Json>
    const result = await classify(
      ruleSet,
      3,
      given,
      previous as unknown as Record<string, Json> | undefined,
      evaluateInProcess,
      at,
    )
    expect(Object.fromEntries(Object.entries(result.writes).map(([key, value]) => [key, value ?? null]))).toEqual(writes)
    expect(result.decisions.map(sentence)).toEqual(because)
    expect(
      result.problems.map(({ code, at: place, params }) => `${code} at ${place} (${params?.['code']}, rule ${params?.['rule']})`),
    ).toEqual(problems ?? [])
  })

  test('a decision keeps all that was read, the rule and its version', async () => {
    const ruleSet = { key: 'customers', name: '客户', form: 'customer', rules: ruleSets['grade']! }
    const { decisions } = await classify(
      ruleSet,
      3,
      { amount: 200000, source: '展会', unused: 1 },
      undefined,
      evaluateInProcess,
      at,
    )
    expect(decisions).toMatchObject([
      {
        ruleSet: 'customers',
        version: 3,
        rule: 'grade',
        branch: 1,
        expression: 'amount >= 100000 and source in ["展会", "转介绍"]',
        inputs: { amount: 200000, source: '展会' },
      },
    ])
    expect(decisions[0]!.inputs).not.toHaveProperty('unused')
  })
})
