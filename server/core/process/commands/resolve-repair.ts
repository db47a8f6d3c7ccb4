import { problem, type Problem } from '../../problem.js'
import { release } from '../cancel.js'
import type { Graph, Node } from '../graph.js'
import { iterationOf } from '../loops/counters.js'
import { complete, leave } from '../moves.js'
import { graphOf, nodeIn, setVariables, type Run } from '../run.js'
import type { Repair, Token } from '../state.js'
import type { Handler, Of } from './index.js'
import { wrongType } from '../data-types.js'

export const resolveRepair: Handler<'resolveRepair'> = async (run, command) => {
  const { draft } = run
  const repair = draft.repairs.get(command.repair)
  if (!repair) return problem('REPAIR_NOT_OPEN', command.repair)
  const token = draft.tokens.get(repair.token)!
  const node = nodeIn(run, token.scope, token.node)
  if (command.how === 'skip') return skip(run, command, repair, token, node)
  draft.repairs.remove(repair.id)
  if (repair.stage === 'leave') await leave(run, token, node)
  else if (repair.stage === 'complete') await complete(run, token, node)
  else {
    draft.tokens.update(token.id, { waits: 'continue', since: command.at })
    run.queue.push(token.id)
  }
  return undefined
}

/** The element counts as done, with the result a person gave, and is left by the flow he named or, where there is one only, by that. */
async function skip(
  run: Run,
  command: Extract<Of<'resolveRepair'>, { how: 'skip' }>,
  repair: Repair,
  token: Token,
  node: Node,
): Promise<Problem | undefined> {
  const flows = iterationOf(run, token, node) ? undefined : flowsOut(graphOf(run, token.scope), node, repair, command.flow)
  if (flows && 'problem' in flows) return flows.problem
  const wrong = wrongType(run, token.id, command.result ?? {})
  if (wrong) return wrong
  setVariables(run, token.id, command.result ?? {})
  takeTheOthers(run, token, node)
  if (repair.stage === 'enter') await complete(run, token, node, flows)
  else {
    release(run, token)
    await leave(run, token, node, flows)
  }
  return undefined
}

function flowsOut(
  graph: Graph,
  node: Node,
  repair: Repair,
  flow: string | undefined,
): number[] | undefined | { problem: Problem } {
  const choices = node.outgoing.map(index => graph.flows[index]!.id)
  if (flow !== undefined) {
    const index = graph.flowAt.get(flow)
    if (index === undefined || !node.outgoing.includes(index)) return { problem: problem('NO_SUCH_FLOW', flow, { choices }) }
    return [index]
  }
  if (node.kind === 'parallel-gateway' || node.outgoing.length <= 1) return node.outgoing
  const decides = node.kind.endsWith('-gateway') || repair.stage === 'leave'
  return decides ? { problem: problem('FLOW_REQUIRED', node.id, { choices }) } : undefined
}

/** Skipping a join takes along one waiting token of every other flow. */
function takeTheOthers(run: Run, token: Token, node: Node): void {
  const taken = new Set([token.arrivedBy])
  for (const other of run.draft.tokens.of(token.scope)) {
    if (other.node !== node.id || other.arrivedBy === undefined || taken.has(other.arrivedBy)) continue
    taken.add(other.arrivedBy)
    release(run, other)
    run.draft.tokens.remove(other.id)
  }
}
