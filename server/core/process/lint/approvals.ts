import { problem, type Problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import { shift } from '../approval/shift.js'
import { verbOf, type ApprovalSettings, type Threshold } from '../approval/settings.js'
import { everyNode, type Rule } from './rule.js'

type Setting = { node: ElementModel; approval: ApprovalSettings }

const everyApproval = (context: Parameters<Rule>[0]): Setting[] =>
  everyNode(context).flatMap(({ node }) => (node.settings.approval ? [{ node, approval: node.settings.approval }] : []))

/** Approval steps that cannot work as they are set. */
export const approvals: Rule = context => {
  const steps = new Set(everyNode(context).flatMap(({ node }) => (node.kind === 'user-task' ? [node.id] : [])))
  return everyApproval(context).flatMap(({ node, approval }) => [
    ...cannotVote(node, approval),
    ...cannotBeReached(node, approval),
    ...neverDue(node, approval),
    ...returnsNowhere(node, approval, steps),
  ])
}

function cannotVote({ id }: ElementModel, approval: ApprovalSettings): Problem[] {
  return verbOf(approval, 'approve').on || verbOf(approval, 'refuse').on ? [] : [problem('APPROVAL_WITHOUT_VOTE', id)]
}

/** Only where the diagram names all approvers one by one is it known how many there are. */
function cannotBeReached({ id }: ElementModel, { mode, approvers }: ApprovalSettings): Problem[] {
  const wanted = mode.type === 'ratio' || mode.type === 'weighted' ? mode.approve : undefined
  if (!wanted || !('count' in wanted) || approvers.length === 0) return []
  const weights = new Map<string, number>()
  for (const rule of approvers) {
    if (rule.type !== 'user') return []
    for (const user of rule.users)
      weights.set(user, Math.max(weights.get(user) ?? 0, mode.type === 'weighted' ? (rule.weight ?? 1) : 1))
  }
  const most = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return most < wanted.count ? [problem('THRESHOLD_OUT_OF_REACH', id, { wanted: wanted.count, most })] : []
}

function neverDue({ id, settings }: ElementModel, { overdue }: ApprovalSettings): Problem[] {
  if (!overdue) return []
  const offsets = [...overdue.remind, ...(overdue.after === undefined ? [] : [overdue.after])]
  return [
    ...(settings.due === undefined ? [problem('OVERDUE_WITHOUT_DUE', id)] : []),
    ...offsets
      .filter(text => shift('2026-01-01T00:00:00Z', text, 'UTC') === undefined)
      .map(text => problem('DUE_NOT_UNDERSTOOD', id, { text })),
  ]
}

function returnsNowhere({ id }: ElementModel, { returnTo, overdue }: ApprovalSettings, steps: ReadonlySet<string>): Problem[] {
  const named = Array.isArray(returnTo) ? returnTo : []
  const last = overdue?.then?.action === 'return' && overdue.then.target !== undefined ? [overdue.then.target] : []
  return [...named, ...last].filter(name => !steps.has(name)).map(name => problem('RETURN_TARGET_UNKNOWN', id, { name }))
}

/** What is set and has no effect. */
export const idleApprovals: Rule = context =>
  everyApproval(context).flatMap(({ node, approval }) => {
    const { mode } = approval
    const counted = mode.type === 'ratio' || mode.type === 'weighted'
    const percent = (threshold: Threshold | undefined) => (threshold && 'percent' in threshold ? threshold.percent : undefined)
    const [approve, refuse] = [percent(mode.approve), percent(mode.refuse)]
    return [
      ...(node.settings.outcomes?.length ? [problem('OUTCOMES_IGNORED', node.id)] : []),
      ...(mode.approve && !counted ? [problem('THRESHOLD_IGNORED', node.id, { mode: mode.type })] : []),
      // before so many have refused it can no longer be approved
      ...(counted && approve !== undefined && refuse !== undefined && approve + refuse > 100
        ? [problem('REFUSAL_NEVER_REACHED', node.id, { approve, refuse })]
        : []),
    ]
  })
