import type { Json } from '../../problem.js'
import type { Node } from '../graph.js'
import { note, setVariables, type Run } from '../run.js'
import type { Task } from '../state.js'
import { ANYBODY } from './people.js'
import { verbOf, type ApprovalSettings } from './settings.js'
import { spokenOutcome } from './spoken-outcome.js'
import { undecided, type Approval, type Change, type Signer } from './state.js'
import { tally, type Tally } from './tally.js'
import { settle } from './turn.js'

export interface Decided {
  decision: 'approved' | 'refused'
  /** For the trail. */
  detail: Json
}

export function write(run: Run, { insert, update }: Change): void {
  for (const signer of insert) run.draft.signers.insert(signer)
  for (const { id, patch } of update) run.draft.signers.update(id, patch)
}

/**
 * After anything that changed a round: counts, and either ends the round, or asks whose turn it is now. Every open row has exactly one task, and every
 * task of the round belongs to an open row.
 */
export async function carryOn(run: Run, approval: Approval, node: Node, why?: Json[]): Promise<Decided | undefined> {
  const { draft } = run
  const { mode } = node.settings.approval!
  const count = tally(mode, draft.signers.of(approval.id))
  if (count.decision !== 'undecided') return decide(run, approval, node, count)
  write(run, settle(mode, draft.signers.of(approval.id)))
  for (const signer of draft.signers.of(approval.id)) await matchTask(run, approval, node, signer, why)
  return undefined
}

async function matchTask(run: Run, approval: Approval, node: Node, given: Signer, why: Json[] | undefined): Promise<void> {
  const { draft, command } = run
  const task = taskOf(run, given)
  if (given.status !== 'open') {
    if (task) draft.tasks.retire(task.id, { status: 'cancelled', completedAt: command.at })
    return
  }
  const signer = await withStandIn(run, approval, given)
  const assignee = signer.user === ANYBODY ? undefined : signer.user
  const forWhom = { assignee, onBehalfOf: signer.onBehalfOf }
  if (task) {
    if (task.assignee !== assignee) draft.tasks.update(task.id, forWhom)
    return
  }
  draft.tasks.insert(newTask(run, approval, node, signer, why))
}

function newTask(run: Run, approval: Approval, node: Node, signer: Signer, why: Json[] | undefined): Task {
  const { rights, approval: settings } = node.settings
  const reasons: Record<string, Json> = { approval: approval.id, mode: settings!.mode.type }
  if (signer.addedBy !== undefined) Object.assign(reasons, { addedBy: signer.addedBy, place: signer.place })
  if (why?.length) reasons.rules = why
  return {
    id: run.draft.nextId(),
    scope: approval.scope,
    token: approval.token,
    element: node.id,
    name: node.name,
    status: 'open',
    round: approval.round,
    ...(signer.user === ANYBODY ? {} : { assignee: signer.user }),
    candidates: [],
    signer: signer.id,
    ...(signer.onBehalfOf === undefined ? {} : { onBehalfOf: signer.onBehalfOf }),
    why: reasons,
    ...(rights === undefined ? {} : { rights }),
    outcomes: offered(settings!),
    ...(approval.dueAt === undefined ? {} : { dueAt: approval.dueAt }),
    createdAt: run.command.at,
  }
}

const offered = (settings: ApprovalSettings): string[] =>
  (['approve', 'refuse'] as const).filter(verb => verbOf(settings, verb).on)

export const taskOf = (run: Run, signer: Signer): Task | undefined => {
  const approval = run.draft.approvals.get(signer.approval)
  return approval && run.draft.tasks.of(approval.token).find(task => task.signer === signer.id)
}

/** Whoever is out of the office when his turn comes is stood in for; the row remembers for whom. */
async function withStandIn(run: Run, approval: Approval, signer: Signer): Promise<Signer> {
  const { draft, host } = run
  if (signer.onBehalfOf !== undefined || signer.user === ANYBODY || taskOf(run, signer)?.assignee === signer.user) return signer
  const standIn = await host.standsIn?.(signer.user)
  if (standIn === undefined || standIn === signer.user) return signer
  const detail = { verb: 'stand-in', user: standIn, for: signer.user }
  note(run, 'said', signer.element, { id: approval.token, scope: approval.scope }, detail)
  return draft.signers.update(signer.id, { user: standIn, onBehalfOf: signer.user })
}

function decide(run: Run, approval: Approval, node: Node, { decision, total, approved, refused }: Tally): Decided {
  const { draft, command } = run
  const outcome = decision === 'approved' ? 'approve' : 'refuse'
  const last = draft.signers.of(approval.id).findLast(signer => signer.at === command.at && signer.user === command.by)
  setVariables(run, approval.token, spokenOutcome(run, approval.token, node.id, outcome, last?.opinion))
  closeRound(run, approval, decision as 'approved' | 'refused')
  return { decision: decision as 'approved' | 'refused', detail: { outcome, round: approval.round, total, approved, refused } }
}

/** The round is over: who was not heard is not asked any more. All of it stays on record. */
export function closeRound(run: Run, approval: Approval, status: Approval['status']): void {
  const { draft, command } = run
  for (const signer of draft.signers.of(approval.id)) {
    const task = taskOf(run, signer)
    if (task) draft.tasks.retire(task.id, { status: 'cancelled', completedAt: command.at })
    draft.signers.retire(signer.id, undecided(signer) ? { status: 'cancelled' } : {})
  }
  draft.approvals.retire(approval.id, { status, decidedAt: command.at, decidedBy: command.by })
}
