import fc from 'fast-check'
import { evaluateInProcess } from '#core/rule/evaluate'
import { gate } from '#core/rule/gate'
import { canarySings, hostile, hostileInput, sing } from './hostile.js'

const now = '2026-11-21T08:00:00.000Z'
const short = (expression: string) => (expression.length > 90 ? `${expression.slice(0, 90)}…` : expression)

describe('the gate', () => {
  test.each(hostile)('$group: $outcome for $expression', ({ expression, outcome }) => {
    const answer = gate(expression)
    expect('tier' in answer ? answer.tier : answer.code).toBe(outcome)
  })

  test('lets business rules through in tier A', () => {
    const rules = [
      'amount > 10000 and dept = "销售部"',
      '年采购额 >= 500000 or `联系 人` != ""',
      '$sum(items.(price * qty)) * (1 - discount) >= 1000',
      'type = "vip" ? $exists(phone) and $contains(phone, /^1[3-9][0-9]{9}$/) : false',
      '{"total": $sum(items.(price * qty)), "names": $join(items.name, "、")}',
      '$map(items, function($i){ $i.price * rate })',
      '$count($filter(approvers, function($a){ $a.dept = $$.dept })) > 0',
      '($t := $sum(items.amount); $t > 5000 ? "经理" : "主管")',
      '$millis() - $toMillis(created) > 86400000 * 3',
      'items^(>price)[0].name',
      '$previous.grade = "C" and grade = "A"',
      'first & " " & last & " (" & $formatNumber(amount, "#,##0.00") & ")"',
      'city ?? "未填"',
    ]
    expect(rules.map(rule => [rule, gate(rule)])).toEqual(rules.map(rule => [rule, { tier: 'A' }]))
  })

  test('says where the syntax is broken', () => {
    expect(gate('amount > > 3')).toEqual({ code: 'EXPR_SYNTAX', params: { code: 'S0211', position: 10, token: '>' } })
  })

  test('says which function was meant', () => {
    expect(gate('$summ(items)')).toMatchObject({ code: 'EXPR_UNKNOWN_FUNCTION', params: { name: 'summ', didYouMean: 'sum' } })
    expect(gate('count(items)')).toMatchObject({ code: 'EXPR_UNKNOWN_FUNCTION', params: { name: 'count', didYouMean: 'count' } })
  })

  test('a division is not taken for a pattern, nor a pattern for a division', () => {
    expect(gate('(a + b) / 2 > 1 and c / 2 > 1')).toEqual({ tier: 'A' })
    expect(gate('$contains(a, /[)"(]{2}/) and b = ")"')).toEqual({ tier: 'A' })
  })

  test('never throws, whatever it reads', () => {
    const scrap = fc.constantFrom(
      ...'( ) [ ] { } " \' ` / \\ . , ; : := ?: ?? ~> ** * % @$i #$i $ $$ $x $sum ( $map( function($x){ and or in -1 0 1e3 true a items name /a+/ /* */ |'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(scrap, fc.string({ maxLength: 3 })), { maxLength: 30 }), parts => {
        const answer = gate(parts.join(' '))
        expect('tier' in answer || /^EXPR_[A-Z_]+$/.test(answer.code)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('tier A in our own process', () => {
  test.each(hostile.filter(each => each.outcome === 'A').map(each => [short(each.expression), each.expression]))(
    'ends, gives JSON or a problem, and spoils nothing: %s',
    async (_, expression) => {
      const outcome = await evaluateInProcess(expression, hostileInput, { now })
      if ('problem' in outcome) expect(outcome.problem.code).toMatch(/^EXPR_(FAILED|TIMEOUT|TOO_COSTLY|RESULT_NOT_JSON)$/)
      else expect((JSON.stringify(outcome.value) ?? '').length).toBeLessThan(1_500_000)
      expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted')
      expect(await sing(evaluateInProcess)).toEqual({ value: canarySings })
    },
  )
})
