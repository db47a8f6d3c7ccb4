import type { Problem } from '../../problem.js'
import { release } from '../cancel.js'
import type { LoopSpec, Node } from '../graph.js'
import { leave } from '../moves.js'
import { evaluate, setVariables, type Run } from '../run.js'
import type { Scope, Token } from '../state.js'
import { stopAt } from '../trouble.js'
import { outputs } from './pages.js'
import { wrongType } from '../data-types.js'

/** A standard loop runs while its condition holds (none: always), at most `maximum` times; tested after its first run unless testBefore. */
export async function runsAgain(
  run: Run,
  body: Scope,
  spec: Extract<LoopSpec, { type: 'standard' }>,
): Promise<boolean | { problem: Problem }> {
  const { completed } = body.loop!
  if (spec.maximum !== undefined && completed >= spec.maximum) return false
  if (spec.while === undefined || (completed === 0 && !spec.testBefore)) return true
  const holds = await evaluate(run, body.id, spec.while)
  return 'problem' in holds ? holds : holds.value === true
}

/** The loop is done: what its children gave is put together, children that still run are ended, the token goes on. */
export async function finish(run: Run, outer: Token, body: Scope, node: Node, spec: LoopSpec): Promise<void> {
  if (spec.type === 'multi') {
    const given = spec.output === undefined ? {} : { [spec.output]: await outputs(run, body) }
    // not at the token: output mappings are those of the children, they would keep it there
    const wrong = wrongType(run, outer.scope, given)
    if (wrong) return run.draft.repairs.count(outer.id) > 0 ? undefined : stopAt(run, outer, node, wrong, 'enter')
    setVariables(run, outer.scope, given)
  }
  release(run, outer)
  await leave(run, outer, node)
}
