import { problem, type Problem } from '../../problem.js'
import { checkAll, type Step } from '../modify/check.js'
import { takeAway } from '../modify/take-away.js'
import { leave } from '../moves.js'
import { beginAt } from '../return/begin-at.js'
import { graphOf, nodeIn, note, type Run } from '../run.js'
import type { Scope, Token } from '../state.js'
import type { Handler } from './index.js'

/**
 * Changes a running instance by a list of instructions, as one: variables first, then new tokens, then what goes, then the flow goes on.
 * MODIFICATION_REFUSED { problems }, MODIFY_NOTHING_LEFT (that would be cancelling the instance, which is another command).
 */
export const modify: Handler<'modify'> = async (run, command) => {
  const checked = checkAll(run, command.instructions)
  if ('problems' in checked) return refused(checked.problems)
  const { steps } = checked
  const before = new Set(run.draft.scopes.all().map(scope => scope.id))
  for (const step of steps) if (step.do === 'set' || step.do === 'unset') change(run, step)
  const leaving: { token: Token; step: Begin }[] = []
  for (const step of steps) {
    if (step.do !== 'begin') continue
    const begun = await begin(run, step, before)
    if ('problem' in begun) return refused([begun.problem])
    if (step.how.at === 'after') leaving.push({ token: begun.token, step })
  }
  const goes = steps.flatMap(step =>
    step.do === 'cancel' ? step.tokens : step.do === 'begin' && step.instead ? [step.instead] : [],
  )
  for (const token of goes)
    if (run.draft.tokens.get(token.id) && !(await takeAway(run, token))) return problem('MODIFY_NOTHING_LEFT')
  for (const { token, step } of leaving) await leaveBy(run, token, step)
  return undefined
}

const refused = (problems: Problem[]): Problem => problem('MODIFICATION_REFUSED', undefined, { problems: problems as never })

type Begin = Extract<Step, { do: 'begin' }>

/** A sub-process that an earlier instruction of the same command has opened is not opened again. */
async function begin(
  run: Run,
  { spot, how }: Begin,
  before: ReadonlySet<string>,
): Promise<{ token: Token } | { problem: Problem }> {
  let { scope, path } = spot
  const fresh = run.draft.scopes.all().filter(each => !before.has(each.id))
  for (let inner = scope as Scope | undefined; inner && path.length > 1;) {
    inner = fresh.find(each => each.parent === scope.id && each.element === path[0]!.id)
    if (inner) [scope, path] = [inner, path.slice(1)]
  }
  const begun = await beginAt(run, scope.id, path, how.at === 'after' ? 'none' : (how.arrivals ?? 'one'))
  if ('problem' in begun) return begun
  note(run, 'said', path.at(-1)!.id, begun.token, { verb: 'activate', at: how.at ?? 'before' })
  if (how.at === 'after') run.queue.splice(run.queue.indexOf(begun.token.id), 1)
  return begun
}

async function leaveBy(run: Run, token: Token, { how }: Begin): Promise<void> {
  if (!run.draft.tokens.get(token.id)) return
  const node = nodeIn(run, token.scope, token.node)
  const flow = how.flow === undefined ? undefined : graphOf(run, token.scope).flowAt.get(how.flow)!
  const flows = flow === undefined ? (node.kind === 'parallel-gateway' ? node.outgoing : undefined) : [flow]
  await leave(run, token, node, flows)
}

function change(run: Run, { instruction, scope }: Extract<Step, { do: 'set' | 'unset' }>): void {
  const { variables } = run.draft
  if (instruction.do === 'unset') for (const name of instruction.names) variables.forget(scope, name)
  else
    for (const [name, value] of Object.entries(instruction.values))
      if (name !== '__proto__') variables.setLocal(scope, name, value)
  variables.version += 1
}
