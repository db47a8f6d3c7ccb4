import { problem, type Json, type Problem } from '../../problem.js'
import type { Assignment } from '../definition.js'
import type { Node } from '../graph.js'
import { readBy } from '../names-read.js'
import { seenBy, type Run } from '../run.js'
import type { Token } from '../state.js'
import type { Asked } from './open.js'
import type { ApprovalSettings, Approver } from './settings.js'

/** Where nobody can be asked who is who (a file played without a house): a person whom anybody may play. */
export const ANYBODY = '*'

/** Everybody whom the step's rules find, in their order, with the facts that led to them. Finding nobody is no problem here. */
export async function askedBy(
  run: Run,
  token: Token,
  node: Node,
  settings: ApprovalSettings,
): Promise<{ asked: Asked[]; why: Json[] } | { problem: Problem }> {
  const { assignment } = node.settings
  const rules = settings.approvers.length > 0 ? settings.approvers : assignment ? [assignment] : []
  const asked: Asked[] = []
  const why: Json[] = []
  for (const rule of rules) {
    const found = await peopleFor(run, token, rule)
    if ('problem' in found) return found
    const weight = (rule as Approver).weight ?? 1
    asked.push(...found.users.map(user => ({ user, weight })))
    if (found.why !== undefined) why.push(found.why)
  }
  return { asked, why }
}

/** Ids of the people whom a rule finds. */
export async function peopleFor(
  run: Run,
  token: Token,
  assignment: Assignment,
): Promise<{ users: string[]; why?: Json } | { problem: Problem }> {
  const { host, draft } = run
  const values = await seenBy(run, token.id, readBy(assignment))
  const rule = assignment.type === 'pick' ? picked(values, token.node) : assignment
  if (!rule) return { users: [] }
  const found = await host.people(rule, {
    startedBy: draft.instance.startedBy,
    values,
    ...(host.record ? { record: host.record } : {}),
  })
  if ('problem' in found) return found.problem.code === 'NOBODY_TO_ASK' ? { users: [] } : found
  const users = found.assignee === undefined ? found.candidates : [found.assignee]
  return {
    users: users.length > 0 ? users : rule.type === 'user' ? rule.users : [ANYBODY],
    ...(found.why === undefined ? {} : { why: found.why }),
  }
}

/** Whom the initiator or an earlier approver has chosen: the variable `picks` holds lists of users by step. */
function picked(values: Record<string, Json>, element: string): Assignment | undefined {
  const { picks } = values
  const mine = typeof picks === 'object' && picks !== null && !Array.isArray(picks) ? picks[element] : undefined
  const users = (Array.isArray(mine) ? mine : [mine]).filter((each): each is string => typeof each === 'string' && each !== '')
  return users.length > 0 ? { type: 'user', users } : undefined
}

/** Who is asked when the rules find nobody; a problem stops the step. */
export async function insteadOfNobody(
  run: Run,
  token: Token,
  { empty }: ApprovalSettings,
): Promise<{ users: string[] } | { outcome: 'approved' | 'refused' } | { problem: Problem }> {
  if (empty.then === 'pass') return { outcome: 'approved' }
  if (empty.then === 'refuse') return { outcome: 'refused' }
  const rule: Assignment | undefined =
    empty.then === 'person'
      ? { type: 'user', users: empty.users }
      : empty.then === 'administrator'
        ? { type: 'role', role: 'admin' }
        : undefined
  const found = rule ? await peopleFor(run, token, rule) : { users: [] }
  if ('problem' in found) return found
  return found.users.length > 0 ? { users: found.users } : { problem: problem('NOBODY_TO_ASK', token.node) }
}
