import jsonata from 'jsonata'
import { evaluateInProcess, evaluateUnconfined } from '#core/rule/evaluate'

const now = '2026-11-21T08:00:00.000Z'

describe('an evaluation', () => {
  test('gives JSON', async () => {
    const input = {
      items: [
        { price: 60, qty: 2, name: '甲' },
        { price: 5, qty: 1, name: '乙' },
      ],
    }
    const source = '{"total": $sum(items.(price * qty)), "names": $join(items.name, "、"), "big": items[price > 50].name}'
    expect(await evaluateInProcess(source, input)).toEqual({ value: { total: 125, names: '甲、乙', big: '甲' } })
  })

  test('gives undefined for nothing', async () => {
    expect(await evaluateInProcess('missing', {})).toEqual({ value: undefined })
  })

  test('knows only the time that it is told', async () => {
    expect(await evaluateInProcess('$now() & "|" & $millis() & "|" & $now("[Y0001]/[M01]", "+0800")', {}, { now })).toEqual({
      value: `${now}|${Date.parse(now)}|2026/11`,
    })
    expect(await evaluateInProcess('$now()', {})).toMatchObject({
      problem: { code: 'EXPR_FAILED', params: { code: 'NO_CLOCK' } },
    })
  })

  test('sees bindings as variables, and none of them replaces a built-in', async () => {
    expect(await evaluateInProcess('$previous.grade & $sum([1, 2])', {}, { previous: { grade: 'C' }, sum: 7 })).toEqual({
      value: 'C3',
    })
  })

  test('tells JSONata’s own code, the position and the token of a failure', async () => {
    expect(await evaluateInProcess('amount > "many"', { amount: 3 })).toEqual({
      problem: { code: 'EXPR_FAILED', params: { code: 'T2009', position: 8, token: '>' } },
    })
  })

  test('passes on the author’s own words', async () => {
    expect(await evaluateInProcess('$assert(amount > 5, "太少")', { amount: 3 })).toMatchObject({
      problem: { code: 'EXPR_FAILED', params: { message: '太少' } },
    })
  })

  test.each([
    ['/a/', 'function'],
    ['{"deep": [1, /a/]}', 'function'],
    ['function($x){ $x }', 'function'],
  ])('refuses a function as a result: %s', async (source, what) => {
    expect(await evaluateUnconfined(source, {})).toEqual({ problem: { code: 'EXPR_RESULT_NOT_JSON', params: { what } } })
  })

  test('refuses an input that is too large', async () => {
    expect(await evaluateInProcess('1', { text: 'x'.repeat(70_000) })).toMatchObject({
      problem: { code: 'EXPR_INPUT_TOO_LARGE' },
    })
  })

  test('does not run tier B here', async () => {
    expect(await evaluateInProcess('$distinct(a)', { a: [1, 1] })).toEqual({ problem: { code: 'EXPR_NEEDS_QUARANTINE' } })
    expect(await evaluateUnconfined('$distinct(a)', { a: [1, 1] })).toEqual({ value: [1] })
  })

  test('leaves its input as it was', async () => {
    const input = { items: [{ a: 1 }], none: [] }
    const before = structuredClone(input)
    await evaluateUnconfined('none{"x": 1}', input)
    await evaluateUnconfined('items[]', input)
    expect(input).toEqual(before)
    expect(Object.getOwnPropertyNames(input.items)).toEqual(['0', 'length'])
  })

  test('finds with patterns what JavaScript finds', async () => {
    const found = await evaluateUnconfined('$match(s, /(\\d+)-([a-z]?)/i).{"m": match, "i": index, "g": groups}', {
      s: '12-A, 3-',
    })
    expect(found).toEqual({
      value: [
        { m: '12-A', i: 0, g: ['12', 'A'] },
        { m: '3-', i: 6, g: ['3', ''] },
      ],
    })
    expect(await evaluateUnconfined('$replace(s, /(\\w+)@(\\w+)/, "$2.$1")', { s: 'a@b c@d' })).toEqual({ value: 'b.a d.c' })
  })
})

test('even an expression that got past the gate cannot change a built-in for others', async () => {
  const poison = '($clone := function($x){ $x }; [$sum] ~> |$|{"implementation": 1}|)'
  await expect(jsonata(poison).evaluate({})).rejects.toThrow(/read only/)
  expect(await evaluateInProcess('$sum([1, 2])', {})).toEqual({ value: 3 })
})
