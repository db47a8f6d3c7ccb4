import type { Json, Problem } from '../problem.js'
import type { Mapping, Node } from './graph.js'
import { evaluate, setVariables, type Run } from './run.js'
import type { Token } from './state.js'
import { wrongType } from './data-types.js'

type Computed = { values: Record<string, Json> } | { problem: Problem }

/** Elements whose variables of their own are those of the scope that they open. */
const OPENS = new Set(['sub-process', 'ad-hoc-sub-process', 'event-sub-process', 'call-activity'])
export const opensScope = (node: Node): boolean => OPENS.has(node.kind)

/** Input mappings (BPMN 2.0.2 §10.4.2) over the values outside. */
export const inputsOf = (run: Run, token: Token, node: Node): Promise<Computed> => computed(run, token.id, node.inputs ?? [])

/** Input mappings of an activity without a scope become variables of its token. */
export async function takeInputs(run: Run, token: Token, node: Node): Promise<Problem | undefined> {
  if (!node.inputs || opensScope(node)) return undefined
  const given = await inputsOf(run, token, node)
  if ('problem' in given) return given.problem
  for (const [name, value] of Object.entries(given.values)) run.draft.variables.setLocal(token.id, name, value)
  return undefined
}

/**
 * Output mappings over the values inside, set outside; without them what was set inside under a name of the outside is there already. A called
 * process without output mappings gives all of its variables back. Children of a multi-instance activity keep what they give to themselves: the loop collects it.
 */
export async function giveOutputs(run: Run, token: Token, node: Node): Promise<Problem | undefined> {
  const { draft } = run
  const inner = draft.scopes.of(token.id).find(scope => scope.kind !== 'loop' && scope.kind !== 'iteration')
  const called = inner?.kind === 'called'
  if (!node.outputs && !called) return undefined
  const all = called && (!node.outputs || node.called?.inheritAll) ? draft.variables.of(inner.id) : {}
  const given = await computed(run, inner?.id ?? token.id, node.outputs ?? [])
  if ('problem' in given) return given.problem
  const values = { ...all, ...given.values }
  if (draft.scopes.get(token.scope)?.kind === 'iteration' && node.loop?.type === 'multi')
    for (const [name, value] of Object.entries(values)) draft.variables.setLocal(token.scope, name, value)
  else {
    const wrong = wrongType(run, token.scope, values)
    if (wrong) return wrong
    setVariables(run, token.scope, values)
  }
  return undefined
}

async function computed(run: Run, at: string, mappings: readonly Mapping[]): Promise<Computed> {
  const values: Record<string, Json> = {}
  for (const { name, value } of mappings) {
    const result = await evaluate(run, at, value)
    if ('problem' in result) return { problem: { ...result.problem, params: { ...result.problem.params, variable: name } } }
    values[name] = result.value ?? null
  }
  return { values }
}
