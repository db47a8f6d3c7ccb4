import { problem, type Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { graphOf, type Looking } from '../run.js'
import type { Token } from '../state.js'
import { targetFrom } from '../return/target.js'
import { spotOf, tokensAt, type Spot } from './find.js'
import type { Instruction } from './instruction.js'

type Begin = Extract<Instruction, { at?: unknown }>

/** An instruction with what it is about, as it was when all were judged. */
export type Step =
  | { do: 'cancel'; tokens: Token[] }
  | { do: 'begin'; spot: Spot; how: Begin; instead?: Token }
  | { do: 'set' | 'unset'; instruction: Extract<Instruction, { do: 'set' | 'unset' }>; scope: string }

/** All instructions against the instance as it is, before anything is changed; every fault is told, with the number of its instruction. */
export function checkAll(look: Looking, instructions: readonly Instruction[]): { steps: Step[] } | { problems: Problem[] } {
  const steps: Step[] = []
  const problems: Problem[] = []
  instructions.forEach((instruction, nth) => {
    for (const found of judge(look, instruction))
      if ('code' in found) problems.push({ ...found, params: { ...found.params, instruction: nth } })
      else steps.push(found)
  })
  return problems.length > 0 ? { problems } : { steps }
}

function judge(look: Looking, instruction: Instruction): (Step | Problem)[] {
  const { draft } = look
  switch (instruction.do) {
    case 'cancel': {
      const token = draft.tokens.get(instruction.token)
      return [token ? { do: 'cancel', tokens: [token] } : problem('NO_SUCH_TOKEN', instruction.token)]
    }
    case 'cancel-all': {
      const tokens = tokensAt(look, instruction.element, instruction.scope)
      return ['code' in tokens ? tokens : { do: 'cancel', tokens }]
    }
    case 'activate': {
      const spot = spotOf(look, instruction.element, instruction.scope, instruction.at === 'after')
      return ['code' in spot ? spot : begin(look, spot, instruction)]
    }
    case 'move':
      return moves(look, instruction)
    default: {
      const root = draft.scopes.all().find(scope => scope.parent === undefined)!
      const scope = instruction.scope ?? root.id
      const known = draft.scopes.get(scope) ?? draft.tokens.get(scope)
      return [known ? { do: instruction.do, instruction, scope } : problem('NO_SUCH_SCOPE', scope)]
    }
  }
}

/** Each token to the element in the scopes around it; where these do not hold it, to the only place that does. */
function moves(look: Looking, instruction: Extract<Instruction, { do: 'move' }>): (Step | Problem)[] {
  const { from, to, scope, at } = instruction
  const one = 'token' in from ? look.draft.tokens.get(from.token) : undefined
  const tokens = 'element' in from ? tokensAt(look, from.element) : one ? [one] : problem('NO_SUCH_TOKEN', from.token)
  if ('code' in tokens) return [tokens]
  return tokens.map(token => {
    const around = scope === undefined && at !== 'after' ? targetFrom(look, token, to) : undefined
    const spot = around && !('code' in around) ? around : spotOf(look, to, scope, at === 'after')
    if ('code' in spot) return around && 'code' in around && around.code !== 'RETURN_OUT_OF_REACH' ? around : spot
    const step = begin(look, spot, instruction)
    return 'code' in step ? step : { ...step, instead: token }
  })
}

/** What is left as if it were done must have a way on that needs no decision, or a flow that decides it. */
function begin(look: Looking, spot: Spot, how: Begin): Extract<Step, { do: 'begin' }> | Problem {
  if (how.at !== 'after') return { do: 'begin', spot, how }
  const node = spot.path.at(-1)!
  const graph = graphOf(look, spot.scope.id)
  const choices = node.outgoing.map(index => graph.flows[index]!.id)
  if (how.flow !== undefined && !choices.includes(how.flow)) return problem('NO_SUCH_FLOW', how.flow, { choices })
  if (node.outgoing.length === 0) return problem('MODIFY_NOTHING_AFTER', node.id)
  return decides(node) && how.flow === undefined ? problem('FLOW_REQUIRED', node.id, { choices }) : { do: 'begin', spot, how }
}

const decides = (node: Node): boolean =>
  node.outgoing.length > 1 && node.kind.endsWith('-gateway') && node.kind !== 'parallel-gateway'
