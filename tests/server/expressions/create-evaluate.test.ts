import { gate } from '#core/rule/gate'
import { createEvaluate, type Evaluation } from '../../../server/expressions/create-evaluate.js'
import { countStrikes } from '../../../server/expressions/strikes.js'
import { canary, canarySings, hostile, hostileInput, sing } from '../../core/rule/hostile.js'
import { compileServer } from '../../support/compiled.js'

const now = '2026-11-21T08:00:00.000Z'
const endless = '($f := function($x){ $f($x) }; $f(1))'
const short = (expression: string) => (expression.length > 90 ? `${expression.slice(0, 90)}…` : expression)

beforeAll(() => compileServer('expressions/expression-child.js'), 120_000)

describe('the server’s evaluation', () => {
  let evaluation: Evaluation
  beforeEach(() => (evaluation = createEvaluate()))
  afterEach(() => evaluation.close())

  test('computes both tiers', async () => {
    const { evaluate } = evaluation
    expect(await evaluate('amount > 1', { amount: 2 })).toEqual({ value: true })
    expect(await evaluate('$distinct(tags)', { tags: ['a', 'b', 'a'] })).toEqual({ value: ['a', 'b'] })
    expect(
      await evaluate('items{kind: $sum(n)}', {
        items: [
          { kind: 'x', n: 1 },
          { kind: 'x', n: 2 },
        ],
      }),
    ).toEqual({ value: { x: 3 } })
    expect(await evaluate('$reduce([$millis(), 1], function($a, $b){ $a + $b })', {}, { now })).toEqual({
      value: Date.parse(now) + 1,
    })
    expect(await evaluate('$distinct(missing)', {})).toEqual({ value: undefined })
  })

  test('tells the problems of both tiers alike', async () => {
    const { evaluate } = evaluation
    expect(await evaluate('$random()', {})).toMatchObject({ problem: { code: 'EXPR_FORBIDDEN' } })
    expect(await evaluate('a > "x"', { a: 1 })).toMatchObject({ problem: { code: 'EXPR_FAILED', params: { code: 'T2009' } } })
    expect(await evaluate('$distinct(a > "x")', { a: 1 })).toMatchObject({
      problem: { code: 'EXPR_FAILED', params: { code: 'T2009' } },
    })
    expect(await evaluate(endless, {})).toEqual({ problem: { code: 'EXPR_TIMEOUT' } })
  })

  test('goes on in time beside an endless one', async () => {
    const order: string[] = []
    await Promise.all([
      evaluation.evaluate(endless, {}).then(() => order.push('endless')),
      evaluation.evaluate('amount > 1', { amount: 2 }).then(() => order.push('tier A')),
    ])
    expect(order).toEqual(['tier A', 'endless'])
  })

  test('a result cannot carry a prototype', async () => {
    const outcome = await evaluation.evaluate('$$ ~> |$|{"__proto__": {"polluted": true}}|', { a: 1 })
    expect(outcome).toEqual({ value: { a: 1 } })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('suspends what had to be stopped three times', async () => {
    const suspended: string[] = []
    const strict = createEvaluate({ onSuspended: source => suspended.push(source) })
    const codes: (string | undefined)[] = []
    for (let run = 0; run < 4; run++) {
      const outcome = await strict.evaluate(endless, {})
      codes.push('problem' in outcome ? outcome.problem.code : undefined)
    }
    expect(codes).toEqual(['EXPR_TIMEOUT', 'EXPR_TIMEOUT', 'EXPR_TIMEOUT', 'EXPR_SUSPENDED'])
    expect(suspended).toEqual([endless])
    expect(await strict.evaluate('$distinct([1, 1])', {})).toEqual({ value: [1] })
    strict.close()
  })
})

test('tier A that runs out of time is tried in a child, and suspended there', async () => {
  const slow = 'nums[$count($$.nums[$ = 1]) > 2]'
  const evaluation = createEvaluate()
  const codes: (string | undefined)[] = []
  for (let run = 0; run < 4; run++) {
    const outcome = await evaluation.evaluate(slow, { nums: hostileInput.nums })
    codes.push('problem' in outcome ? outcome.problem.code : undefined)
  }
  evaluation.close()
  expect(gate(slow)).toEqual({ tier: 'A' })
  expect(codes).toEqual(['EXPR_TIMEOUT', 'EXPR_TIMEOUT', 'EXPR_TIMEOUT', 'EXPR_SUSPENDED'])
})

describe('strikes', () => {
  test('three within ten minutes suspend for an hour', () => {
    let minutes = 0
    const strikes = countStrikes(() => minutes * 60_000)
    expect([strikes.strike('a'), strikes.strike('a'), strikes.strike('b')]).toEqual([false, false, false])
    minutes = 11
    expect([strikes.strike('a'), strikes.strike('a'), strikes.isSuspended('a')]).toEqual([false, false, false])
    expect([strikes.strike('a'), strikes.isSuspended('a'), strikes.isSuspended('b')]).toEqual([true, true, false])
    minutes = 72
    expect(strikes.isSuspended('a')).toBe(false)
  })
})

describe('hostile expressions in a child', () => {
  let evaluation: Evaluation
  beforeAll(() => (evaluation = createEvaluate()))
  afterAll(() => evaluation.close())

  test.each(hostile.filter(each => each.outcome === 'B').map(each => [short(each.expression), each.expression]))(
    'ends, gives JSON or a problem, and spoils nothing: %s',
    async (_, expression) => {
      const outcome = await evaluation.evaluate(expression, hostileInput, { now })
      if ('problem' in outcome) expect(outcome.problem.code).toMatch(/^EXPR_(FAILED|TIMEOUT|TOO_COSTLY|RESULT_NOT_JSON)$/)
      // Here and in the child.
      expect(await sing(evaluation.evaluate)).toEqual({ value: canarySings })
      expect(await sing(evaluation.evaluate, `$distinct([${canary}])[0]`)).toEqual({ value: canarySings })
    },
    10_000,
  )
})
