import { problem, type Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { emit, nodeIn, note, zoneOf, type Run } from '../run.js'
import { shift } from './shift.js'
import type { Timer, Token } from '../state.js'
import { finish } from './finish.js'
import { carryOn, write } from './carry-on.js'
import { peopleFor } from './people.js'
import { returnFrom, targetsOf } from './return-from.js'
import type { ApprovalSettings, Overdue } from './settings.js'
import type { Approval, Change, Round, Signer } from './state.js'
import { approve } from './verbs/approve.js'
import { refuse } from './verbs/refuse.js'
import { transfer } from './verbs/transfer.js'
import { refused } from './verbs/verb.js'

/** Reminders and the last resort of an approval step become timers of its token; `purpose` says that they do not end what they hang on. */
export function armOverdue(
  run: Run,
  token: Token,
  node: Node,
  { overdue }: ApprovalSettings,
  dueAt: string | undefined,
): { problem: Problem } | undefined {
  if (!overdue || dueAt === undefined) return undefined
  const zone = zoneOf(run, token.scope)
  const last = overdue.then ? [{ purpose: 'overdue' as const, offset: overdue.after ?? 'PT0S' }] : []
  const reminders = overdue.remind.map(offset => ({ purpose: 'remind' as const, offset }))
  for (const { purpose, offset } of [...reminders, ...last]) {
    const at = shift(dueAt, offset, zone)
    if (at === undefined) return { problem: problem('DUE_NOT_UNDERSTOOD', node.id, { text: offset }) }
    // a reminder whose time is over reminds nobody
    if (purpose === 'remind' && at < run.command.at) continue
    run.draft.timers.insert({ id: run.draft.nextId(), scope: token.scope, token: token.id, element: node.id, dueAt: at, purpose })
  }
  return undefined
}

/** A timer of an approval step has come. */
export async function onOverdue(run: Run, timer: Timer): Promise<void> {
  const { draft } = run
  const [approval] = draft.approvals.of(timer.token)
  const node = nodeIn(run, timer.scope, timer.element)
  const settings = node.settings.approval
  if (!approval || !settings) return
  if (timer.purpose === 'remind') {
    for (const signer of open(run, approval)) tell(run, node, 'TASK_DUE', signer)
    return
  }
  const { then } = settings.overdue ?? {}
  const token = draft.tokens.get(approval.token)!
  if (!then) return
  note(run, 'said', node.id, token, { verb: then.action, automatic: 'due' })
  await ACTIONS[then.action](run, approval, node, settings, then as never)
}

type Then<Action extends string> = Extract<NonNullable<Overdue['then']>, { action: Action }>
type Do<Action extends string> = (
  run: Run,
  approval: Approval,
  node: Node,
  settings: ApprovalSettings,
  then: Then<Action>,
) => Promise<void>

const ACTIONS: { [Action in NonNullable<Overdue['then']>['action']]: Do<Action> } = {
  approve: (run, approval, node, settings) => voteAll(run, approval, node, settings, approve),
  refuse: (run, approval, node, settings) => voteAll(run, approval, node, settings, refuse),
  async transfer(run, approval, node, settings, { to }) {
    const people = await peopleFor(run, run.draft.tokens.get(approval.token)!, to)
    if ('problem' in people) return
    const free = [...people.users]
    for (const signer of open(run, approval)) {
      const heir = free.shift()
      if (heir === undefined) break
      const change = transfer(roundOf(run, approval, settings), signer, { ...system(run), to: heir })
      if (!refused(change)) write(run, change)
    }
    await carryOn(run, approval, node)
  },
  async escalate(run, approval, node, _settings, { to }) {
    const people = await peopleFor(run, run.draft.tokens.get(approval.token)!, to)
    if ('problem' in people || people.users.length === 0) return
    emit(run, node.id, { kind: 'tell', code: 'TASK_ESCALATED', to: people.users, body: node.name })
  },
  async return(run, approval, node, settings, { target }) {
    const targets = await targetsOf(run, run.draft.tokens.get(approval.token)!, settings.returnTo)
    const to = target ?? targets[0]
    if (to !== undefined) await returnFrom(run, approval, node, to, settings.resubmit === 'ask' ? 'run-on' : settings.resubmit)
  },
}

/** One after the other until it is decided: time is up for the step, also for those whose turn had not come. */
async function voteAll(
  run: Run,
  approval: Approval,
  node: Node,
  settings: ApprovalSettings,
  verb: (round: Round, signer: Signer, saying: { by: string; at: string }) => Change | Problem,
): Promise<void> {
  for (let [signer] = open(run, approval); signer; [signer] = open(run, approval)) {
    const change = verb(roundOf(run, approval, settings), signer, system(run))
    if (refused(change)) return
    write(run, change)
    const decided = await carryOn(run, approval, node)
    if (decided) return finish(run, approval, node, decided)
  }
}

export const roundOf = (run: Run, approval: Approval, settings: ApprovalSettings): Round => ({
  settings,
  signers: run.draft.signers.of(approval.id),
  nextId: () => run.draft.nextId(),
})

const open = (run: Run, approval: Approval): Signer[] =>
  run.draft.signers.of(approval.id).filter(signer => signer.status === 'open')
const system = (run: Run) => ({ by: 'system', at: run.command.at })

function tell(run: Run, node: Node, code: 'TASK_DUE', signer: Signer): void {
  const task = run.draft.tasks.all().find(each => each.signer === signer.id)
  emit(run, node.id, { kind: 'tell', code, to: [signer.user], body: node.name, ...(task ? { task: task.id } : {}) })
}
