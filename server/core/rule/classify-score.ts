import type { Verdict } from './classify.js'
import { factsOf, type Scene } from './facts.js'
import { inputsOf } from './inputs.js'
import type { Fact, ScoreRule } from './rule-set.js'

/** Adds the points of every part whose condition is exactly true. One fact per part, in order, with its points. */
export const classifyByScore = async (rule: ScoreRule, scene: Scene): Promise<Verdict> => {
  let hundredths = 0
  const facts: Fact[] = []
  for (const [index, part] of rule.parts.entries()) {
    const outcome = await scene.evaluate(part.when, scene.values, scene.bindings)
    if ('problem' in outcome) return { problem: { ...outcome.problem, at: `parts[${index}].when` } }
    const held = outcome.value === true
    // Points may have two decimals; they are added as whole hundredths.
    if (held) hundredths += Math.round(part.points * 100)
    const pieces = await factsOf(part.when, held, scene)
    const fact: Fact = pieces.length === 1 ? pieces[0]! : { expression: part.when, held }
    facts.push({ ...fact, points: part.points, ...(part.note === undefined ? {} : { note: part.note }) })
  }
  const score = hundredths / 100
  const inputs = inputsOf(
    rule.parts.map(part => part.when),
    scene,
  )
  return { value: score, decision: { expression: '', inputs, result: score, facts } }
}
