import type { Json } from '../problem.js'
import type { Evaluate } from './evaluate-port.js'
import { pieces, type Piece } from './pieces.js'
import type { Fact } from './rule-set.js'
import { remembered } from './remembered.js'
import { quoteField } from './names.js'

const known = remembered(500, pieces)

/** What an expression is computed over. */
export interface Scene {
  values: Record<string, Json>
  bindings: Record<string, Json | undefined>
  evaluate: Evaluate
}

/**
 * Each piece of a condition with its own truth, and what stood on both sides of a simple comparison:
 * "年采购额 3,860,000 ≥ 500,000" instead of "the rule said so". A piece that fails by itself did not hold.
 * @param held whether the whole condition did, which is the truth of a piece that stands alone
 */
export const factsOf = async (condition: string, held: boolean, scene: Scene): Promise<Fact[]> => {
  const parts = known(condition)
  const facts: Fact[] = []
  for (const part of parts) facts.push(await factOf(part, parts.length === 1 ? held : await isTrue(part, scene), scene))
  return facts
}

/** As `and` and `or` see it: "any" counts as true, nothing as false. */
const isTrue = async ({ source }: Piece, scene: Scene) => (await valueOf(`$boolean(${source})`, scene)) === true

const factOf = async ({ source, comparison }: Piece, held: boolean, scene: Scene): Promise<Fact> => {
  if (!comparison) return { expression: source, held }
  const { field, op, expected } = comparison
  const fact: Fact = { expression: source, held, field, op }
  const actual = await valueOf(pathSource(field), scene)
  if (actual !== undefined) fact.actual = actual
  const other = expected === undefined ? undefined : await valueOf(expected, scene)
  if (other !== undefined) fact.expected = other
  return fact
}

const valueOf = async (source: string, { evaluate, values, bindings }: Scene): Promise<Json | undefined> => {
  const outcome = await evaluate(source, values, bindings)
  return 'value' in outcome ? outcome.value : undefined
}

const pathSource = (field: string): string =>
  field.startsWith('$previous.') ? `$previous.${quoteField(field.slice(10))}` : quoteField(field)
