import type { Json, Problem } from '../problem.js'
import type { Verdict } from './classify.js'
import { factsOf, type Scene } from './facts.js'
import { inputsOf } from './inputs.js'
import type { BranchRule, Decision, Result } from './rule-set.js'

/** The first branch whose condition is exactly true decides; `otherwise` when none is. */
export const classifyByBranches = async (rule: BranchRule, scene: Scene): Promise<Verdict | undefined> => {
  const rejected: NonNullable<Decision['rejected']> = []
  const read: string[] = []
  for (const [index, branch] of rule.branches.entries()) {
    const outcome = await scene.evaluate(branch.when, scene.values, scene.bindings)
    if ('problem' in outcome) return { problem: { ...outcome.problem, at: `branches[${index}].when` } }
    read.push(branch.when)
    const held = outcome.value === true
    const facts = await factsOf(branch.when, held, scene)
    if (!held) {
      rejected.push({ ...(branch.note === undefined ? {} : { note: branch.note }), facts })
      continue
    }
    const result = await resultOf(branch.result, `branches[${index}].result`, scene)
    if ('problem' in result) return result
    return {
      value: result.value,
      decision: {
        branch: index,
        ...(branch.note === undefined ? {} : { note: branch.note }),
        expression: branch.when,
        inputs: inputsOf([...read, ...sourceOf(branch.result)], scene),
        result: result.value ?? null,
        facts,
        ...(rejected.length ? { rejected } : {}),
      },
    }
  }
  if (!rule.otherwise) return undefined
  const result = await resultOf(rule.otherwise, 'otherwise', scene)
  if ('problem' in result) return result
  const inputs = inputsOf([...read, ...sourceOf(rule.otherwise)], scene)
  return {
    value: result.value,
    decision: {
      branch: -1,
      expression: '',
      inputs,
      result: result.value ?? null,
      facts: [],
      ...(rejected.length ? { rejected } : {}),
    },
  }
}

const sourceOf = (result: Result): string[] => ('expression' in result ? [result.expression] : [])

const resultOf = async (
  result: Result,
  at: string,
  scene: Scene,
): Promise<{ value: Json | undefined } | { problem: Problem }> => {
  if ('value' in result) return { value: result.value ?? undefined }
  const outcome = await scene.evaluate(result.expression, scene.values, scene.bindings)
  return 'problem' in outcome ? { problem: { ...outcome.problem, at } } : { value: outcome.value ?? undefined }
}
