import type { Evaluate } from '#core/rule/evaluate-port'
import cases from './hostile.json' with { type: 'json' }

export interface Hostile {
  group: string
  expression: string
  /** The tier, or the code with which the gate refuses. */
  outcome: string
}

/** `{{text*3}}` stands for texttexttext, so that the case file stays readable. */
const expand = (pattern: string) =>
  pattern.replace(/\{\{([\s\S]*?)\*(\d+)\}\}/g, (_, text: string, times: string) => text.repeat(Number(times)))

export const hostile: Hostile[] = cases.map(each => ({ ...each, expression: expand(each.expression) }))

/** As large as an input may be, and as awkward. */
export const hostileInput = {
  big: 'a'.repeat(30_000),
  nums: Array.from({ length: 5_000 }, (_, index) => index),
  items: [
    { name: 'a', qty: 1 },
    { name: 'b', qty: 2 },
  ],
  a: true,
  k: 'x',
}

/** Uses what hostile expressions try to spoil. */
export const canary = '$sum([1, 2]) & $join($map(["a", "b"], $uppercase)) & $string($merge([{"x": $count(nums[0])}])) & $now()'
const canaryInput = { nums: [7, 8] }
export const canarySings = '3AB{"x":1}2026-11-21T08:00:00.000Z'

/** The canary's song. A busy machine may take its time away; that is no harm done by others. */
export const sing = async (evaluate: Evaluate, source = canary) => {
  const once = () => evaluate(source, canaryInput, { now: '2026-11-21T08:00:00.000Z' })
  for (let tries = 0; tries < 4; tries++) {
    const outcome = await once()
    if (!('problem' in outcome) || outcome.problem.code !== 'EXPR_TIMEOUT') return outcome
  }
  return once()
}
