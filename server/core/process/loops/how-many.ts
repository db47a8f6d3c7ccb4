import { problem, type Json, type Problem } from '../../problem.js'
import type { LoopSpec } from '../graph.js'
import { evaluate, type Run } from '../run.js'
import type { Token } from '../state.js'

/** Children of one loop. */
const MOST = 1_000_000

type Multi = Extract<LoopSpec, { type: 'multi' }>
type HowMany = { total: number; items?: Json[] } | { problem: Problem }

/** How often a multi-instance runs: its cardinality, or an item each. Problems: LOOP_COUNT_WRONG, LOOP_LIST_WRONG, LOOP_TOO_LARGE. */
export async function howMany(run: Run, token: Token, { collection, cardinality }: Multi): Promise<HowMany> {
  const source = collection ?? cardinality
  if (source === undefined) return { problem: problem('LOOP_COUNT_WRONG') }
  const found = await evaluate(run, token.id, source)
  if ('problem' in found) return found
  const value = found.value ?? null
  const items = collection === undefined ? undefined : listOf(value, source, found.value !== undefined)
  if (items && 'problem' in items) return items
  const total = items ? items.length : numberOf(value)
  if (total === undefined) return { problem: problem('LOOP_COUNT_WRONG', undefined, { found: short(value) }) }
  if (total > MOST) return { problem: problem('LOOP_TOO_LARGE', undefined, { found: total, limit: MOST }) }
  return { total, ...(items ? { items } : {}) }
}

/** Decimals of forms are text. */
function numberOf(value: Json): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined
}

/**
 * In JSONata a list of one and its only member are the same, and so are an empty list and nothing: `orders[amount > 5]` may find none, one or many.
 * A plain name must hold a list.
 */
function listOf(value: Json, source: string, known: boolean): Json[] | { problem: Problem } {
  if (Array.isArray(value)) return value
  const path = source.split('.')
  const plain = path.every(part => /^\s*(\w+|`[^`]*`)\s*$/.test(part))
  if (plain && path.length > 1 && value !== null && typeof value === 'object') return [value]
  if (!plain && (value !== null || !known)) return known ? [value] : []
  return { problem: problem('LOOP_LIST_WRONG', undefined, { found: short(value) }) }
}

function short(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
