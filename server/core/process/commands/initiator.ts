import { problem } from '../../problem.js'
import { openApprovals } from '../approval/open-approvals.js'
import { pathOf } from '../approval/past.js'
import { goBack, initiatorsStep } from '../approval/return-from.js'
import { roundOf } from '../approval/overdue.js'
import type { Approval, Path } from '../approval/state.js'
import { mayReactivate } from '../approval/verbs/reactivate.js'
import { mayTakeBack } from '../approval/verbs/take-back.js'
import { urge as urged } from '../approval/verbs/urge.js'
import { mayWithdraw } from '../approval/verbs/withdraw.js'
import { has } from '../graph.js'
import { moving } from '../moves.js'
import { ahead } from '../return/ahead.js'
import { pathIn } from '../return/target.js'
import { emit, graphOf, nodeIn, note } from '../run.js'
import type { Handler } from './index.js'
import { stopInstance } from './stop-instance.js'

const tokenOf = (approval: Approval) => ({ id: approval.token, scope: approval.scope })

/** 催办: reminds everybody whose turn it is, in all open approvals; plain tasks likewise. */
export const urge: Handler<'urge'> = (run, command) => {
  const { draft } = run
  let refusal = problem('NOBODY_TO_URGE')
  let reminded = 0
  for (const { approval, settings } of openApprovals(run)) {
    const answer = urged(roundOf(run, approval, settings), {
      by: command.by,
      at: command.at,
      ...(command.opinion ? { opinion: command.opinion } : {}),
      ...(approval.urgedAt === undefined ? {} : { last: approval.urgedAt }),
    })
    if ('code' in answer) {
      refusal = answer
      continue
    }
    reminded += answer.to.length
    draft.approvals.update(approval.id, { urgedAt: command.at })
    for (const task of draft.tasks.of(approval.token))
      if (task.assignee !== undefined && answer.to.includes(task.assignee))
        emit(run, approval.element, {
          kind: 'tell',
          code: 'TASK_URGED',
          to: [task.assignee],
          task: task.id,
          body: words(task.name, command.opinion),
        })
    note(run, 'said', approval.element, tokenOf(approval), { verb: 'urge' })
  }
  return reminded > 0 ? undefined : refusal
}

const words = (name: string, said: string | undefined): string => (said ? `${name}: ${said}` : name)

/** 撤回: back to the initiator's own step; where the process has none, it ends as cancelled and can be started anew. */
export const withdraw: Handler<'withdraw'> = async (run, command) => {
  const { draft } = run
  const approvals = openApprovals(run)
  const refusal = mayWithdraw(
    approvals.map(({ approval, settings }) => roundOf(run, approval, settings)),
    {
      by: command.by,
      at: command.at,
      initiator: draft.instance.startedBy,
      ...(command.opinion ? { opinion: command.opinion } : {}),
    },
  )
  if (refusal) return refusal
  for (const { approval } of approvals) {
    note(run, 'said', approval.element, tokenOf(approval), { verb: 'withdraw' })
    const token = draft.tokens.get(approval.token)!
    const own = await initiatorsStep(run, token)
    if (own !== undefined) return goBack(run, token, own, 'run-on')
  }
  stopInstance(run, 'cancelled')
  return undefined
}

/**
 * 拿回: who did a step takes it back, as long as nobody has done anything behind it. `since`: steps that people have done after it; the shell reads
 * them, because what is done is not in the state.
 */
export const takeBack: Handler<'takeBack'> = async (run, command) => {
  const { draft } = run
  const { scope, element, since } = command
  if (!draft.scopes.get(scope)) return problem('NOTHING_TO_TAKE_BACK')
  const graph = graphOf(run, scope)
  const node = nodeIn(run, scope, element)
  const behind = (id: string): boolean => has(ahead(graph, node.index), graph.nodeAt.get(id)!)
  const within = (path: Path): boolean => path.some(step => step.scope === scope && behind(step.at))
  const passed = since.find(step => {
    const around = draft.scopes.get(step.scope)
    const outer = around?.token === undefined ? undefined : draft.tokens.get(around.token)
    if (step.scope !== scope && outer) return within(pathOf(run, outer))
    const index = graph.nodeAt.get(step.element)
    const [outermost, ...inner] = (index === undefined ? undefined : pathIn(graph, node.scope, graph.nodes[index]!)) ?? []
    // what was done in a process that was called and has ended cannot be placed any more, and is taken to lie behind
    if (!outermost) return !around
    return behind(outermost.id) && (inner.length > 0 || step.scope === scope)
  })
  if (passed) return problem('ALREADY_VOTED', undefined, { user: passed.by })
  const tokens = draft.tokens.of(scope).filter(token => behind(token.node))
  const after = openApprovals(run).filter(({ approval }) => within(pathOf(run, draft.tokens.get(approval.token)!)))
  const refusal = mayTakeBack(
    { settings: node.settings.approval ?? { verbs: {} }, by: command.doneBy },
    after.map(({ approval, settings }) => roundOf(run, approval, settings)),
    { by: command.by, at: command.at, ...(command.opinion ? { opinion: command.opinion } : {}) },
  )
  if (refusal) return refusal
  const from = tokens.find(token => token.waits === 'task') ?? tokens[0]
  if (!from) return problem('NOTHING_TO_TAKE_BACK')
  note(run, 'said', element, from, { verb: 'take-back' })
  return goBack(run, from, element, 'run-on')
}

/** 激活: an ended process goes on at one of its steps; everything that is behind it is asked again. */
export const reactivate: Handler<'reactivate'> = (run, command) => {
  const { draft, graph } = run
  const index = graph.nodeAt.get(command.element)
  const node = index === undefined ? undefined : graph.nodes[index]
  const root = draft.scopes.all().find(scope => scope.parent === undefined)
  const step = node && { kind: node.kind, ...(node.settings.approval ? { approval: node.settings.approval } : {}) }
  const refusal = mayReactivate(
    draft.instance.status !== 'running',
    node && graph.scopes[node.scope]!.parent === undefined ? step : undefined,
    { by: command.by, at: command.at, admin: command.admin === true, ...(command.opinion ? { opinion: command.opinion } : {}) },
  )
  if (refusal) return refusal
  draft.instance.status = 'running'
  delete draft.instance.endedAt
  const { returns = [], round } = root!
  const others = returns.filter(each => each.to !== node!.id)
  draft.scopes.update(root!.id, {
    round: round + 1,
    returns: [...others, { to: node!.id, seq: draft.instance.seq, policy: 'run-on' }],
  })
  note(run, 'said', node!.id, moving(run, root!.id, node!), { verb: 'reactivate' })
  return undefined
}
