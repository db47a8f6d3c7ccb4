import fc from 'fast-check'
import type { Json } from '#core/problem'
import { evaluateInProcess } from '#core/rule/evaluate'
import { factsOf } from '#core/rule/facts'
import type { Fact } from '#core/rule/rule-set'
import cases from './facts.cases.json' with { type: 'json' }

const facts = async (condition: string, values: Record<string, Json>) => {
  const bindings = { previous: { grade: 'C' } }
  const whole = await evaluateInProcess(condition, values, bindings)
  return factsOf(condition, 'value' in whole && whole.value === true, { values, bindings, evaluate: evaluateInProcess })
}

const said = ({ expression, held, field, op, actual, expected }: Fact) =>
  [
    field ?? `(${expression})`,
    actual === undefined ? [] : JSON.stringify(actual),
    op ?? [],
    expected === undefined ? [] : JSON.stringify(expected),
    held ? '✓' : '✗',
  ]
    .flat()
    .join(' ')

describe('the facts behind a condition', () => {
  test.each(cases)('$condition', async ({ condition, values, facts: expected }) => {
    expect((await facts(condition, values as unknown as Record<string, Json>)).map(said)).toEqual(expected)
  })

  test('however it is nested, a condition has one fact per comparison, in order, and together they decide it', async () => {
    interface Tree {
      source: string
      leaves: boolean[]
      holds: boolean
    }
    const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.boolean().map(holds => ({ source: holds ? 'one = 1' : 'one = 2', leaves: [holds], holds })),
        fc.tuple(tie('tree'), fc.constantFrom('and', 'or'), tie('tree')).map(([a, joiner, b]) => ({
          source: `(${a.source}) ${joiner} (${b.source})`,
          leaves: [...a.leaves, ...b.leaves],
          holds: joiner === 'and' ? a.holds && b.holds : a.holds || b.holds,
        })),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(tree, async ({ source, leaves, holds }) => {
        expect((await facts(source, { one: 1 })).map(fact => fact.held)).toEqual(leaves)
        expect(await evaluateInProcess(source, { one: 1 })).toEqual({ value: holds })
      }),
      { numRuns: 150 },
    )
  })
})
